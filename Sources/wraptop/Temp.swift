import Snapshots
import ArgumentParser
struct StatusText { init(usesColor: Bool) {}; func text(of: Snapshot) -> String { "" } }
struct Top: ParsableCommand { @OptionGroup var input: InputOptions }
struct Demo: ParsableCommand {}
struct Emit: ParsableCommand {}
struct Doctor: ParsableCommand {}
struct Keys: ParsableCommand {}
