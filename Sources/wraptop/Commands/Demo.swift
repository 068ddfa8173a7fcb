import ArgumentParser
struct Demo: ParsableCommand {}
struct Doctor: ParsableCommand {}
