"""What `hdmf-ts.json` keeps beside the nodes of a store."""


class Records:
    def __init__(self, document):
        self.nodes = (document or {}).get("nodes", {})

    def at(self, path):
        return self.nodes.get(path)

    def holds(self, path, name, *record):
        return self.at(path) is not None
