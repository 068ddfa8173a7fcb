import Events
import Testing

@testable import Monitoring

/// Breakdowns add up, and come back from storage as they were.
@Suite struct BreakdownMergeTests {
  @Test func mergingInAnyOrderAndGroupingIsCountingAtOnce() {
    for _ in 0..<10 {
      let operations = RandomOperation.make(300)
      let whole = RandomOperation.breakdown(operations)
      let cuts = [0, Int.random(in: 0...300), Int.random(in: 0...300), 300].sorted()
      let parts = (0..<3).map { RandomOperation.breakdown(operations[cuts[$0]..<cuts[$0 + 1]]) }
      let order = (0..<3).shuffled()
      var left = parts[order[0]]
      left.merge(parts[order[1]])
      left.merge(parts[order[2]])
      #expect(left == whole)
      var right = parts[order[1]]
      right.merge(parts[order[2]])
      var grouped = parts[order[0]]
      grouped.merge(right)
      #expect(grouped == whole)
      #expect(grouped.encoded == whole.encoded)
      #expect(RandomOperation.breakdown(operations.dropLast()) != whole)
    }
  }

  @Test func breakdownsSurviveEncoding() {
    for count in [0, 1, 40, 2000] {
      let breakdown = RandomOperation.breakdown(RandomOperation.make(count, names: 300))
      #expect(Breakdown(index: breakdown.index, encoded: breakdown.encoded) == breakdown)
    }
    var large = Breakdown(index: -3)
    large.all.basic.costs.amount.nanodollars = .max
    large.all.figures.add(.savings, .min)
    large.all.basic.operations = .max
    #expect(Breakdown(index: -3, encoded: large.encoded) == large)
  }

  @Test func damageIsFound() {
    let encoded = RandomOperation.breakdown(RandomOperation.make(50)).encoded
    for _ in 0..<300 {
      var damaged = encoded
      damaged[Int.random(in: damaged.indices)] ^= UInt8.random(in: 1...255)
      #expect(Breakdown(index: 1, encoded: damaged) == nil)
      #expect(Breakdown(index: 1, encoded: encoded.prefix(Int.random(in: 0..<encoded.count))) == nil)
    }
    #expect(Breakdown(index: 1, encoded: encoded + [0]) == nil)
    #expect(Breakdown(index: 1, encoded: []) == nil)
  }

  @Test func anyBytesAreReadOrRefused() {
    let encoded = RandomOperation.breakdown(RandomOperation.make(8)).encoded
    var read = 0
    for round in 0..<1000 {
      var bytes = Array(encoded.dropLast(8))
      if round.isMultiple(of: 2) {
        bytes = [1] + (0..<Int.random(in: 0..<200)).map { _ in UInt8.random(in: 0...(Bool.random() ? 3 : 255)) }
      } else {
        for _ in 0..<Int.random(in: 1...4) { bytes[Int.random(in: 1..<bytes.count)] = UInt8.random(in: 0...255) }
      }
      var writer = ByteWriter()
      writer.fixed(Checksum.of(bytes))
      guard let breakdown = Breakdown(index: 1, encoded: bytes + writer.bytes) else { continue }
      read += 1
      // What was read can be merged, shown and written.
      var range = BreakdownRange()
      range.add(breakdown, from: Timestamp(seconds: 0))
      range.add(breakdown, from: Timestamp(seconds: 300))
      _ = range.summary(from: Timestamp(seconds: 0), until: Timestamp(seconds: 0))
      #expect(Breakdown(index: 1, encoded: breakdown.encoded) == breakdown)
    }
    #expect(read > 0)
  }

  @Test func beyondTheBoundsNothingIsLostAndTheHeaviestStay() {
    var operations = RandomOperation.make(6000, names: 1500)
    for place in 0..<600 { operations[place * 10].model = "busy" }
    for place in 0..<600 { operations[place * 10 + 1].user = "rich" }
    for place in 0..<600 { operations[place * 10 + 1].cost = 999_000_000_000 }
    let parts = (0..<10).map { RandomOperation.breakdown(operations[$0 * 600..<($0 + 1) * 600]) }
    for _ in 0..<5 {
      var merged = Breakdown(index: 0)
      for part in parts.shuffled() { merged.merge(part) }
      let models = merged[.model]
      #expect(models.entries.count == 64)
      #expect(models.entries.contains { $0.name.text == "busy" && $0.sums.basic.operations == 600 })
      let counted = models.entries.reduce(0) { $0 + $1.sums.basic.operations }
      #expect(counted + (models.other?.sums.basic.operations ?? 0) == 6000)
      let users = merged.users
      #expect(users.entries.count <= 400)
      #expect(users.entries.first { $0.name.text == "rich" }?.sums.operations == 600)
      let cost = users.entries.reduce(0) { $0 + $1.sums.cost } + (users.other?.sums.cost ?? 0)
      #expect(cost == operations.reduce(0) { $0 + Int128(max(0, $1.cost)) })
      // No name has more than it did.
      for entry in models.entries {
        let name = entry.name.text
        #expect(entry.sums.basic.operations <= UInt64(operations.count { $0.model == name }))
      }
      let tags = merged.metrics.entries.first { $0.name.text == "tag" }
      #expect(tags?.values.entries.count == 32)
      #expect(tags?.weight == 6000)
    }
  }

  @Test func keysBeyondTheLimitShareOne() {
    var feed = BreakdownFeed()
    for number in 0..<100 {
      feed.builder.operation(end: feed.now, custom: [("key\(number)", .number(Double(number))), ("key\(number)", "x")])
    }
    feed.apply()
    let summary = feed.summary()
    #expect(summary.numbers.count == 65)
    #expect(summary.numbers.last?.name == "(other)")
    #expect(summary.numbers.last?.count == 36)
    #expect(summary.numbers.reduce(0) { $0 + $1.sum } == 4950)
    #expect(summary.values.last?.values.map(\.count) == [36])
  }

  @Test func theCostliestUsersOfEachDayAreShown() {
    var feed = BreakdownFeed(now: "2026-01-02T20:00:00Z")
    for user in 0..<150 {
      feed.builder.operation(
        end: feed.now.advanced(seconds: -86400), cost: Int64(user + 1), fields: [("user_id", .text("first\(user)"))])
      feed.builder.operation(
        end: feed.now, cost: Int64(1000 + user), fields: [("user_id", .text("second\(user)"))])
    }
    feed.apply()
    let users = feed.summary(seconds: 2 * 86400).users
    #expect(users.count == 101)
    #expect(users.first?.name == "second149")
    #expect(users[99].name == "second50")
    #expect(users.last?.name == "(other)")
    #expect(users.reduce(0) { $0 + $1.operations } == 300)
  }
}

/// An operation of random content, whose texts come from `names` different ones.
struct RandomOperation {
  var end = Timestamp(seconds: Int64.random(in: 1_700_000_100..<1_700_000_400))
  var status = [OperationStatus.success, .success, .error, .fallback, .timeout].randomElement() ?? .success
  var ms = [nil, 0, Double.random(in: 0...9000)].randomElement() ?? nil
  var cost = Int64.random(in: -1...5_000_000_000)
  var model: String
  var user: String
  var type: String
  var number = [Double.random(in: -10...10), Double.random(in: -1e19...1e19), 0, 1e-13].randomElement() ?? 0

  init(names: Int) {
    model = "model\(Int.random(in: 0..<names))"
    user = "user \(Int.random(in: 0..<names)) with a long name"
    type = "type\(Int.random(in: 0..<min(names, 9)))"
  }

  static func make(_ count: Int, names: Int = 20) -> [RandomOperation] {
    (0..<count).map { _ in RandomOperation(names: names) }
  }

  func add(to builder: inout BatchBuilder, wrapper: String = "w") {
    builder.operation(
      wrapper, end: end, type: type, status: status, ms: ms, cost: cost, code: status == .error ? user : nil,
      reason: "r",
      fields: [("user_id", .text(user)), ("session_id", .text(model)), ("quality_score", .number(number))],
      custom: [
        ("model_used", .text(model)), ("efficiency_score", .number(number)), ("tokens_used", .number(abs(number))),
        ("cost_savings", .number(number / 1e12)), ("tag", .text(user)), ("flag", .flag(number > 0)),
        (type, .number(number)),
      ])
  }

  /// What operations come to that end within one slot.
  static func breakdown(_ operations: some Sequence<RandomOperation>) -> Breakdown {
    var feed = BreakdownFeed(now: "2023-11-14T22:20:00Z", hasStore: true)
    for operation in operations { operation.add(to: &feed.builder) }
    feed.apply()
    var sum = Breakdown(index: 0)
    guard !feed.state.wrappers.isEmpty else { return sum }
    let taken = feed.state.takeFreshBreakdowns(of: 0)
    for breakdown in taken.fine.opened { sum.merge(breakdown) }
    return sum
  }
}
