"""What can be seen and found of a content, made in the queue by a process of its own."""
