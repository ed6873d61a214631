"""For what a payment may be: suggestions with their reasons. Nothing here reads or writes the database.

What an invoice is known by (`naming`), who paid (`payer`), what the amount agrees with (`amounts`), and how sure that makes us
(`judging`).
"""
