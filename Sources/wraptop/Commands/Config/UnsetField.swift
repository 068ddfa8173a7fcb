import ArgumentParser
import Configuration
import Reports

/// Takes back what operators set.
struct UnsetField: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unset",
    abstract: "Remove the value of a field from the runtime layer, so that lower layers apply again.",
    discussion: """
      A field with parts, such as bot.budget_alert_thresholds, goes with all of them. What files and variables say stays. \
      A secret stays in the credential store; `wraptop credential remove` takes it out.
      """)

  @Argument(help: ArgumentHelp("Such as bot.daily_budget.", valueName: "name.field"))
  var field: String

  @OptionGroup var change: ChangeOptions
  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    try ChangeCommand(options: options, change: change).write { view in
      let (wrapper, paths) = try FieldAddress.paths(field, in: view)
      var draft = Draft(of: wrapper.name, in: view.state)
      for path in paths { draft.remove(path) }
      guard draft.isEdited else {
        throw ChangeCommand.NothingToDo(
          "\(ShownText.name(field)): the runtime layer does not set it; nothing was changed")
      }
      return .init(drafts: [wrapper.name: draft])
    }
  }
}
