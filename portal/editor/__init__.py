"""What this project adds to Wagtail's editor, a module for each concept. `portal.wagtail_hooks`
registers them."""
