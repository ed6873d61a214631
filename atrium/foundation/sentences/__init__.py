"""The sentences of templates: found in their source, told to translators, put back in each language.

Templates are written in plain English, without marks. Before one is compiled, its sentences are replaced in
its source, once for each language, so that a page costs no more in one language than in another.
"""
