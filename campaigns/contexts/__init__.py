"""What the template of each public page is given. One module a page type, loaded by the app."""
