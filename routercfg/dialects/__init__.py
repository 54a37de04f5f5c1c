"""The routers' wire languages, without I/O; each speaks as a client and listens as a router."""
