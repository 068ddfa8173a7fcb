import Formatting
import Monitoring

extension CostPage {
  /// What is advised for any wrapper and for all together, each once, most urgent first; only for wrappers that were chosen.
  var advised: [Recommendation] {
    var seen: [Recommendation] = []
    let reports = document.pattern == nil ? document.reports : document.single
    for recommendation in reports.flatMap(\.recommendations) where !seen.contains(recommendation) {
      seen.append(recommendation)
    }
    return seen.enumerated().sorted { a, b in
      a.element.priority != b.element.priority ? a.element.priority > b.element.priority : a.offset < b.offset
    }.map(\.element)
  }

  /// What would save money or keep a budget, with the reasons.
  var recommendations: Page.Section {
    let advised = advised
    guard !advised.isEmpty else {
      return Page.Section(
        "Recommendations", [.paragraph("Nothing in the costs of the last 7 days calls for a change.")])
    }
    let cards = advised.prefix(2 * Self.rows).map { recommendation in
      var details = recommendation.details.map { (name: $0.name, value: $0.value) }
      if let savings = recommendation.potentialSavings {
        details.insert((name: "potential savings in 7 days", value: CostText.money(savings)), at: 0)
      }
      return Page.Card(
        badge: .status(recommendation.priority.rawValue, recommendation.priority.tone),
        title: recommendation.wrapper.map { .name($0) } ?? .words("All wrappers"), text: recommendation.sentence,
        details: details)
    }
    var blocks: [Page.Block] = [.paragraph("They rest on the last 7 days."), .cards(cards)]
    if advised.count > cards.count { blocks.append(.paragraph("\(advised.count - cards.count) more are left out.")) }
    return Page.Section("Recommendations", blocks)
  }
}

extension Recommendation.Priority {
  /// How much it calls for attention.
  fileprivate var tone: Tone {
    switch self {
    case .high: .serious
    case .medium: .warning
    case .low: .muted
    }
  }
}
