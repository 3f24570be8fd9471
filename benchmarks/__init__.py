"""Speed, memory and accuracy, each one command, each against a peer in the same run."""
