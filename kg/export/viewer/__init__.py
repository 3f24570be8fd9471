"""The viewer: one HTML file that shows a graph, its sources and its doubts, with no network."""
