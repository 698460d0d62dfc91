"""Where the public side stands. The gallery is a page of Wagtail's tree with this very slug."""

PUBLIC = "long-bien-dep-chua-dep/"
GALLERY = f"/{PUBLIC}"
