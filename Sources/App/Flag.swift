import ArgumentParser

/// On the command line a flag is a switch; the domain's flag is written `Evidence.Flag` here.
typealias Flag = ArgumentParser.Flag
