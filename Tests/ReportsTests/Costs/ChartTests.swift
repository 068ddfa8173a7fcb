import Events
import Monitoring
import Testing

@testable import Reports

/// What charts draw is in proportion to what they tell.
@Suite struct ChartTests {
  private func drawn(_ chart: Chart) throws -> Markup {
    var writer = MarkupWriter()
    writer.element("div") { $0.write(chart) }
    return try Markup(String(decoding: writer.bytes, as: UTF8.self))
  }

  private func number(_ text: String?) -> Double { Double((text ?? "").filter { $0 != "%" }) ?? .nan }

  @Test func barsAreAsLongAsTheirAmounts() throws {
    let amounts = [80.0, 40, 20, 0, -5]
    let chart = Chart(
      title: "t", summary: "s",
      content: .bars(BarChart(bars: amounts.map { .init(label: .name("n"), value: $0, text: "x", share: nil) })))
    #expect(try drawn(chart).all("rect", "bar").map { number($0["width"]) } == [100, 50, 25])
    #expect(try drawn(chart).all("rect", "track").count == 5)
  }

  @Test func columnsAreAsHighAsTheirAmounts() throws {
    let amounts = [10.0, 20, 0, 40]
    let columns = amounts.map { ColumnChart.Column(label: "l", name: "n", value: $0, text: "x") }
    let scale = Scale(over: amounts) { "\($0)" }
    let chart = Chart(
      title: "t", summary: "s", content: .columns(ColumnChart(unit: "Day", columns: columns, scale: scale)))
    let bars = try drawn(chart).all("rect", "bar")
    #expect(scale.bounds == 0...40 && bars.map { number($0["height"]) } == [37.5, 75, 0, 150])
    // Each stands on the axis, in its own place.
    #expect(bars.allSatisfy { number($0["y"]) + number($0["height"]) == 164 })
    #expect(bars.map { number($0["x"]) } == [2.5, 27.5, 52.5, 77.5])
  }

  @Test func gaugesReachAsFarAsWasSpent() throws {
    func gauge(_ spent: Double, _ projected: Double) -> GaugeChart {
      GaugeChart(
        spent: spent, projected: projected, warning: 0.8, critical: 0.95, status: .status("healthy", .good), text: "",
        note: "")
    }
    let within = try drawn(Chart(title: "t", summary: "s", content: .gauge(gauge(0.5, 0.75))))
    let whole = number(within.all("rect", "track")[0]["width"])
    #expect(abs(number(within.all("rect", "spent")[0]["width"]) / whole - 0.5) < 0.001)
    #expect(abs(number(within.all("rect", "expected")[0]["width"]) / whole - 0.75) < 0.001)
    let marks = within.all("line", "mark").map { number($0["x1"]) / whole }
    #expect(abs(marks[0] - 0.8) < 0.001 && abs(marks[1] - 0.95) < 0.001)
    #expect(number(within.all("line", "limit")[0]["x1"]) == whole)
    // Far beyond the budget, the bar ends at twice the budget.
    let beyond = try drawn(Chart(title: "t", summary: "s", content: .gauge(gauge(7, 1000))))
    #expect(number(beyond.all("rect", "spent")[0]["width"]) == 100)
    #expect(number(beyond.all("rect", "track")[0]["width"]) == 50)
  }

  @Test func theCourseRunsFromTheBudgetToWhatIsLeft() throws {
    let period = CostSample.period(.day, spent: "30", burn: "1", projected: "60", budget: "40")
    let course = SpendingCourse(
      began: period.began, turnsAt: period.turnsAt, step: 3600,
      spent: (1...14).map { Money(nanodollars: Int128($0) * 30_000_000_000 / 14) })
    guard case .chart(let chart) = CostPage(CostSample.rich()).course(course, period) else {
      Issue.record("no chart")
      return
    }
    let lines = try drawn(chart).values.filter { $0.element == "polyline" }
    let points = lines.map { ($0.attributes["points"] ?? "").split(separator: " ").map { $0.split(separator: ",") } }
    // 40 down to 10 after 13.5 of 24 hours on a scale of -20 to 40, then on to -20; the even pace ends at 0.
    #expect(points[1].first?.map(String.init) == ["0", "0"] && points[1].last?.map(String.init) == ["562.5", "50"])
    #expect(points[2].last?.map(String.init) == ["1000", "100"])
    #expect(points[0].last?.map(String.init) == ["1000", "66.67"])
  }

  @Test(arguments: [
    ([0.0], 0.0...1.0, 1), ([41.8], 0...60, 4), ([0.003], 0...0.003, 4), ([50, -35.9], -50...50, 3),
    ([1e12], 0...1e12, 3),
  ])
  func scalesReachOverAmounts(_ amounts: [Double], _ bounds: ClosedRange<Double>, _ lines: Int) {
    let scale = Scale(over: amounts) { "\($0)" }
    #expect(abs(scale.bounds.lowerBound - bounds.lowerBound) < 1e-9)
    #expect(abs(scale.bounds.upperBound / bounds.upperBound - 1) < 1e-9)
    #expect(scale.lines.count == lines)
    #expect(amounts.allSatisfy { scale.bounds.lowerBound <= $0 && $0 <= scale.bounds.upperBound * 1.000001 })
  }

  @Test(arguments: [
    (0.0, "0"), (1.5, "1.5"), (-0.256, "-0.26"), (33.333, "33.33"), (1e300, "1000000"), (0.001, "0"), (2.05, "2.05"),
  ])
  func coordinatesAreShort(_ value: Double, _ text: String) { #expect(coordinate(value) == text) }
}
