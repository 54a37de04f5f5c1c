"""The profiles that come with routercfg; a package only so that they are installed with it."""
