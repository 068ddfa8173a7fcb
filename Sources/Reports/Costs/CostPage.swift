import Formatting
import Events
import Monitoring

/// A report on costs as a page: what it says, in the order in which operators and those they answer to read it.
struct CostPage {
  let document: CostDocument
  let time: LocalTime

  /// So many rows of a table are shown; the others are summed.
  static let rows = 25
  /// So many wrappers have their costs taken apart; the others are only in the tables.
  static let wrappersInFull = 25

  init(_ document: CostDocument) {
    self.document = document
    time = LocalTime(zone: document.snapshot.monitor.zone)
  }

  /// The page.
  var page: Page {
    var page = Page(title: "LLM cost report", subtitle: subtitle)
    guard let report = document.overall else {
      page.sections = [
        Page.Section(
          "Summary", [.paragraph(Self.nothing)])
      ]
      page.sections += health + completeness
      return page
    }
    page.sections = [summary(report), budgets]
    page.sections += costs(report.analysis)
    page.sections += failures(report.analysis) + routing(report.analysis)
    page.sections += usage(report.analysis.breakdown.all) + accounts(report.analysis.breakdown)
    page.sections += [recommendations]
    page.sections += wrappers + health + prices + completeness
    return page
  }

  /// What is said where there is nothing to tell.
  static let nothing = "Nothing was spent and no operation ended in this range."

  /// What wrappers are called as a whole.
  var whole: String { document.pattern == nil ? "All wrappers" : "Chosen wrappers" }

  private var subtitle: [String] {
    let zone = time.zone.name
    return [
      "\(time.minute(document.from)) to \(time.full(document.through))" + (zone == "UTC" ? "" : ", \(zone)"),
      document.pattern.map { "Wrappers whose names match \($0)" } ?? "All wrappers",
      "As of \(time.full(document.snapshot.at)), by wraptop",
    ]
  }
}
