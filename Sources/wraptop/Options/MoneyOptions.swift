import ArgumentParser
import Service

/// What is known of money beside events: budgets and prices.
struct MoneyOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The wrappers' configuration, with their budgets: a YAML or JSON file, or a folder of NAME.json.",
      discussion: "It is read once, at the start.", valueName: "file|dir"))
  var wrappers: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Prices by which costs are estimated that no one reports: a JSON file of LiteLLM's format.",
      discussion: "It is read once, at the start.", valueName: "file"))
  var prices: String?

  /// Reads both.
  ///
  /// - Parameters:
  ///   - hasStore: spending from before this process began is known.
  ///   - warn: is told what stops nothing.
  /// - Throws: what is wrong with the files.
  func rules(hasStore: Bool, warn: (String) -> Void = Main.warn) throws -> MoneyRules {
    try MoneyRules(wrappersPath: wrappers, pricesPath: prices, isComplete: hasStore, warn: warn)
  }
}
