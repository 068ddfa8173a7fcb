import Events
import Monitoring
import Testing

@testable import Reports

/// Rows of costs that are told apart by something.
@Suite struct CostGroupRowTests {
  private func rows(_ grouping: CostGrouping) throws -> [[String: String]] {
    var report = CostSample.overall()
    report.wrapper = "=w"
    let text = try ExportSample.text(CostGroupRow.rows(of: report, by: grouping), as: .csv)
    let rows = try #require(CSVReader.rows(text))
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) }
  }

  @Test func groupsHaveTheirFigures() throws {
    let models = try rows(.model)
    #expect(models.map { $0["group"] } == ["gpt-4o", "claude-3-5-haiku-20241022", "in-house|7b"])
    #expect(models[0]["wrapper_name"] == "'=w" && models[0]["cost_usd"] == "612.4" && models[0]["operations"] == "6000")
    #expect(models[0]["mean_cost_usd"] == "0.102066667" && models[0]["cost_per_token_usd"] == "0.000068044")
    #expect(models[1]["estimated_usd"] == "181.1" && models[2]["unpriced_operations"] == "5000")
    #expect(models[0]["through"] == CostSample.at.description)
    #expect(try rows(.type).map { $0["cost_usd"] } == ["700", "93.5"])
  }

  @Test func whatIsNotKnownIsEmpty() throws {
    let kinds = try rows(.kind)
    #expect(kinds.map { $0["group"] } == ["api", "infrastructure", "compute", "uncached_input", "output"])
    #expect(kinds[0]["operations"] == "" && kinds[0]["tokens_used"] == "")
    let users = try rows(.user)
    #expect(users[0]["group"] == "user-17" && users[0]["tokens_used"] == "450000" && users[0]["requests"] == "")
    #expect(try rows(.hour).count == 720 && rows(.session).count == 1 && rows(.route).isEmpty)
  }

  @Test func recommendationsAreRows() throws {
    let text = try ExportSample.text(CostSample.advice, as: .csv)
    let rows = try #require(CSVReader.rows(text))
    #expect(rows[2].prefix(3) == ["support-agent", "model_optimization", "high"] && rows[2][4] == "42.5")
    #expect(
      rows[2][5] == """
        cost of gpt-4o: $141.67; cost of all operations: $183.51; share: 77.2 %, above 70 %; models: 2; \
        potential savings: 30 % of the cost of gpt-4o: $42.50
        """)
    #expect(rows[3][0] == "")
  }
}
