"""What the program does when it is killed, its disk fills, or its files are not what they were."""
