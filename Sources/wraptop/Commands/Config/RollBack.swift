import ArgumentParser

/// Takes a change back.
struct RollBack: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Take a change back by writing the old value again.",
    discussion: """
      That is a change of its own, with a number of its own, and can be taken back likewise. The values are checked as \
      those of `wraptop config set` are. See `wraptop config history` for the numbers.
      """)

  @Argument(help: ArgumentHelp("The number of the change.", valueName: "number"))
  var number: Int

  @OptionGroup var change: ChangeOptions
  @OptionGroup var options: ConfigurationOptions

  func run() throws { try ChangeCommand(options: options, change: change).rollBack(number) }
}
