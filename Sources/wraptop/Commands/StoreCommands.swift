import ArgumentParser
import PlainText
import Storage
import SystemFiles

/// What an operator does with a store (article Store).
struct Store: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check, back up, or compact a store.",
    discussion: """
      Without --store, that is the store of `wraptop serve`.

        wraptop store check
        wraptop store backup /var/backups/wraptop-$(date +%F).db
        wraptop store compact --store team.db
      """,
    subcommands: [CheckStore.self, BackUpStore.self, CompactStore.self])
}

/// Reads all of a store and says what it holds and what is wrong with it.
struct CheckStore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Read all of a store and say what it holds and what is wrong with it.",
    discussion: """
      Nothing is changed, and it may be in use. The exit status is 0, or 65 if some of it cannot be read; wraptop \
      keeps the rest when it opens such a store.
      """)

  @OptionGroup var stores: StoreOptions
  @OptionGroup var settings: SettingsOption

  mutating func run() throws {
    stores.complete(by: try settings.read())
    let path = try stores.namedPath()
    let report = try StoreMaintenance.check(path)
    let commit = report.lastCommit.map { "last commit \($0)" } ?? "nothing stored yet"
    try StandardOutput.line(
      "\(path): schema \(report.schema), \(NumberFormat.bytes(report.size)), "
        + NumberFormat.counted(report.wrappers, "wrapper") + ", "
        + NumberFormat.counted(report.operations, "operation") + " at the last checkpoint, "
        + NumberFormat.counted(report.journaled, "event") + " in the journal, \(commit)")
    for fault in report.faults { try StandardOutput.line("damaged: \(fault)") }
    for loss in report.losses { try StandardOutput.line("cannot be read: \(loss)") }
    guard report.isSound else { throw ExitCode(FailureStatus.badData) }
    try StandardOutput.line("sound: all of it can be read")
  }
}

/// Copies a store, also while it is in use.
struct BackUpStore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy a store as of its last commit, also while it is in use.",
    discussion: "The copy is a store of its own: show it with `wraptop --read-only --store FILE`.")

  @OptionGroup var stores: StoreOptions
  @OptionGroup var settings: SettingsOption

  @Argument(help: ArgumentHelp("The file to make; nothing is overwritten.", valueName: "file"))
  var copy: String

  mutating func run() throws {
    stores.complete(by: try settings.read())
    let path = try stores.namedPath()
    try StoreMaintenance.backUp(path, to: copy)
    try StandardOutput.line("\(path): copied to \(copy), \(NumberFormat.bytes(StoreReader(path: copy).size))")
  }
}

/// Writes a store anew in as few bytes as it needs.
struct CompactStore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact", abstract: "Write a store anew in as few bytes as it needs.",
    discussion: "No other process may write it meanwhile, and the disk has to have room for it a second time.")

  @OptionGroup var stores: StoreOptions
  @OptionGroup var settings: SettingsOption

  mutating func run() throws {
    stores.complete(by: try settings.read())
    let path = try stores.namedPath()
    let (before, after) = try StoreMaintenance.compact(path, now: SystemClock.now())
    try StandardOutput.line("\(path): \(NumberFormat.bytes(before)) before, \(NumberFormat.bytes(after)) now")
  }
}
