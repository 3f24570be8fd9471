"""Claims: who says what, and how real it is."""
