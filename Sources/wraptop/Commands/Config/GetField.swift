import ArgumentParser
import Canvas
import Configuration
import Foundation

/// One value.
struct GetField: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Print the value in force of one field.",
    discussion: """
      Numbers come without their unit, flags as true or false, a reference as it is written, a secret as ********. Where \
      nothing is set and there is no default, nothing is printed, and the exit status is 0 all the same. If the wrapper \
      has errors, they are printed instead, and the exit status is 78.
      """)

  @Argument(
    help: ArgumentHelp("Such as bot.daily_budget or bot.budget_alert_thresholds.warning.", valueName: "name.field"))
  var field: String

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let view = try ConfigurationView(options.paths)
    let address = try FieldAddress(field, in: view)
    try view.requireValid(address.wrapper)
    guard let value = view.configuration.value(address.path, of: address.wrapper) else { return }
    // What a program reads is the value itself; what a terminal gets must do it no harm.
    try StandardOutput.line(isatty(1) == 1 ? SafeText(value.written).string : value.written)
  }
}
