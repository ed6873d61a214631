"""What the tests stand on: settings, databases, processes, a browser. The product never imports it."""
