import Formatting
import Events
import Monitoring
import Testing

@testable import Reports

/// Figures of reports in words.
@Suite struct CostTextTests {
  @Test(arguments: [
    (0, "$0.00"), (1, "$0.000000001"), (4_200_000, "$0.0042"), (123_456_789, "$0.123"), (250_000_000, "$0.25"),
    (999_900_000, "$1.00"), (1_005_000_000, "$1.01"), (1_234_567_890_000, "$1,234.57"), (-2_500_000_000, "-$2.50"),
    (10_000_000_000_000_000_000, "$10,000,000,000.00"),
  ])
  func amounts(_ nanodollars: Int128, _ text: String) {
    #expect(CostText.money(Money(nanodollars: nanodollars)) == text)
  }

  @Test func estimatesAndLowerBoundsAreMarked() {
    var group = CostSample.group("g", 1, "1.5")
    #expect(CostText.cost(group) == "$1.50")
    group.sums.costs.estimated = CostSample.dollars("1")
    #expect(CostText.cost(group) == "~$1.50")
    group.sums.costs.unpriced = 1
    #expect(CostText.cost(group) == ">=~$1.50")
    group.sums.costs.estimated = .zero
    #expect(CostText.cost(group) == ">=$1.50")
  }
}

/// Reports over wrappers that were chosen.
@Suite struct ChosenReportTests {
  @Test func aReportOverSomeWrappersIsTheirSum() throws {
    var document = CostSample.rich()
    document.pattern = "*r*"
    document.reports.removeFirst()
    let report = try #require(document.overall)
    #expect(report.wrapper == nil && report.day.budget == nil)
    #expect(report.analysis.breakdown.all.cost == CostSample.dollars("793.5"))
    #expect(report.analysis.breakdown.all.operations == 20_000 && report.analysis.breakdown.all.medianCostUsd == nil)
    #expect(report.day.spent == CostSample.dollars("41.8") && report.month.spent == CostSample.dollars("78.3"))
    let models = report.analysis.breakdown.models.map { "\($0.name) \($0.cost)" }
    #expect(models.sorted() == ["claude-3-5-haiku-20241022 181.1", "gpt-4o 612.4"])
    #expect(report.dayCourse.spent.last == CostSample.dollars("41.8"))
  }

  @Test func theOnlyOneChosenIsTheWhole() {
    var document = CostSample.rich()
    document.pattern = "router"
    document.reports = document.reports.filter { $0.wrapper == nil || $0.wrapper == "router" }
    #expect(document.overall?.wrapper == "router")
    let page = text(document, .markdown)
    // Its budget is told once, and nothing of others.
    #expect(page.split(separator: "\n").count { $0.hasPrefix("| `router` | day") } == 1)
    #expect(!page.contains("support-agent"))
  }
}
