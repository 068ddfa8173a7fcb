import PlainText

/// What is said of budgets beside their figures, in documents and on the screen alike.
package enum BudgetText {
  /// Why nothing is projected yet, as a part of a sentence.
  package static let tooEarly = "no projection before the first operation is 10 min old"
  /// The same as a sentence begins.
  package static let tooEarlySentence = tooEarly.prefix(1).uppercased() + tooEarly.dropFirst()
  /// Why there is no budget of a wrapper.
  package static let untracked = "costs are not tracked, as its configuration says"
  /// What is missing from spending that is not all known.
  package static let incomplete = "spending from before this program began to read is not counted"

  /// From which shares of the budget on its status changes.
  package static func thresholds(warning: Double, critical: Double) -> String {
    "warning from \(threshold(warning)), critical from \(threshold(critical))"
  }

  /// A threshold as it was set: `80%`, `99.5%`.
  package static func threshold(_ share: Double) -> String {
    let tenths = (share * 1000).rounded() / 10
    return NumberFormat.fixed(tenths, tenths == tenths.rounded() ? 0 : 1) + "%"
  }
}
