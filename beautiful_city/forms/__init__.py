"""What people write: each form is read by one view and hands its words to one service."""
