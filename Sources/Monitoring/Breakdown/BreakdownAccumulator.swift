import Events

/// What one slot of a breakdown is while operations are counted in it: a row of sums for all of them and for each group that
/// any belongs to, found by number and by hash, so that nothing is made but for what is met for the first time.
struct BreakdownAccumulator: Sendable {
  /// Which slot, and whether it is an hour.
  private(set) var index: Int32
  private(set) var isCoarse: Bool
  private var sums = SumColumns()
  private var groups = GroupRows()
  private var users = AccountsAccumulator()
  private var sessions = AccountsAccumulator()
  var metrics = MetricsAccumulator()
  /// True where so many wrappers are known that groups and metrics have no quantiles (article Monitoring, Metrics).
  var groupsHaveSumsOnly = false { didSet { metrics.hasSumsOnly = groupsHaveSumsOnly } }

  /// The row of all operations.
  private static let all = 0

  init(index: Int32, isCoarse: Bool) {
    self.index = index
    self.isCoarse = isCoarse
    sums.addRow()
  }

  /// Counts what an event of its own told (article Events, Lifecycle events, `cost`): in the sums of all, in the groups that it
  /// names, and in those that are known of its operation. `type` is the number of the operation's type.
  mutating func add(
    late told: borrowing MeasuredOperation, of operation: UncostedOperation?, type: Int32?, names: [String],
    in texts: [UInt8]
  ) {
    sums.makeColumns(for: told)
    sums.add(told, to: Self.all, sumsOnly: false)
    for row in rows(of: operation, type: type, names: names) {
      sums.add(told, to: row, sumsOnly: groupsHaveSumsOnly)
    }
    if operation?.model == nil { addModel(told, in: texts) }
    addRoute(told, in: texts)
    if !told.template.isNone { addTemplate(told, in: texts) }
    if !told.user.isNone { users.add(told, told.user, in: texts) }
    if !told.session.isNone { sessions.add(told, told.session, in: texts) }
  }

  /// Takes what was counted for an operation's cost back from the sums of all, of its type and of its model; the other groups
  /// that it belongs to keep it.
  mutating func takeBack(_ operation: UncostedOperation, type: Int32, names: [String]) {
    for row in [Self.all] + rows(of: operation, type: type, names: names) {
      sums.update(row) { $0.takeBack(operation) }
    }
  }

  // The groups that are remembered of an operation.
  private mutating func rows(of operation: UncostedOperation?, type: Int32?, names: [String]) -> [Int] {
    guard let operation, let type else { return [] }
    let ofType = row(.operationType, hash: UInt64(UInt32(bitPattern: type))) { names[Int(type)] }
    guard let model = operation.model else { return [ofType] }
    return [ofType, row(.model, hash: Checksum.of(model.utf8)) { model }]
  }

  /// Counts an operation, but for its metrics. `type` is the number of its type's name.
  @inline(__always)
  mutating func add(
    _ operation: borrowing MeasuredOperation, type: Int32, names: [String], errorCode: TextRange,
    fallbackReason: TextRange, in texts: [UInt8]
  ) {
    sums.makeColumns(for: operation)
    sums.add(operation, to: Self.all, sumsOnly: false)
    add(operation, .operationType, hash: UInt64(UInt32(bitPattern: type))) { names[Int(type)] }
    addModel(operation, in: texts)
    addRoute(operation, in: texts)
    if !operation.template.isNone { addTemplate(operation, in: texts) }
    if operation.fallbackUsed { addFallback(operation, fallbackReason, in: texts) }
    if !operation.isSuccess { addError(operation, errorCode, in: texts) }
    if !operation.user.isNone { users.add(operation, operation.user, in: texts) }
    if !operation.session.isNone { sessions.add(operation, operation.session, in: texts) }
  }

  @inline(__always)
  private mutating func add(
    _ operation: borrowing MeasuredOperation, _ dimension: Dimension, hash: UInt64, name: () -> String
  ) {
    sums.add(operation, to: row(dimension, hash: hash, name: name), sumsOnly: groupsHaveSumsOnly)
  }

  @inline(__always)
  private mutating func row(_ dimension: Dimension, hash: UInt64, name: () -> String) -> Int {
    let row = groups.row(of: hash, in: dimension) ?? groups.add(hash, in: dimension, row: sums.count, name: name)
    if row == sums.count { sums.addRow() }
    return row
  }

  /// What was counted.
  func breakdown(_ names: [String]) -> Breakdown {
    var breakdown = Breakdown(index: index)
    let rows = sums.all
    breakdown.all = rows[Self.all]
    for dimension in Dimension.allCases { breakdown[dimension] = groups.groups(of: dimension, rows) }
    breakdown.users = users.sums
    breakdown.sessions = sessions.sums
    (breakdown.resources, breakdown.metrics) = metrics.sums(names)
    return breakdown
  }

  /// Begins another slot in the same room.
  mutating func clear(index: Int32, isCoarse: Bool) {
    self.index = index
    self.isCoarse = isCoarse
    sums.clear()
    sums.addRow()
    groups.clear()
    users.clear()
    sessions.clear()
    metrics.clear()
  }
}

/// How groups are found and called.
extension BreakdownAccumulator {
  @inline(__always)
  private mutating func addModel(_ operation: borrowing MeasuredOperation, in texts: [UInt8]) {
    let model = operation.anyModel
    if !model.isNone {
      add(operation, .model, hash: model.hash) { BreakdownAccumulator.text(model.range, in: texts) }
    }
  }

  // By method and selected model, or what was decided if that is not told.
  @inline(__always)
  private mutating func addRoute(_ operation: borrowing MeasuredOperation, in texts: [UInt8]) {
    let method = operation.routingMethod
    let target = operation.selectedModel.isNone ? operation.routingDecision : operation.selectedModel
    guard !method.isNone || !target.isNone else { return }
    add(operation, .route, hash: Self.hash(method, target)) {
      if method.isNone || target.isNone {
        return BreakdownAccumulator.text(method.isNone ? target.range : method.range, in: texts)
      }
      return BreakdownAccumulator.text(method.range, in: texts) + ": "
        + BreakdownAccumulator.text(target.range, in: texts)
    }
  }

  private mutating func addTemplate(_ operation: borrowing MeasuredOperation, in texts: [UInt8]) {
    let template = operation.template
    let format = operation.templateFormat
    add(operation, .template, hash: Self.hash(template, format)) {
      let name = BreakdownAccumulator.text(template.range, in: texts)
      return format.isNone ? name : name + " (" + BreakdownAccumulator.text(format.range, in: texts) + ")"
    }
  }

  // From the model or route that was selected to the model that was used; what is not told, or would be the same, is
  // `?`.
  private mutating func addFallback(
    _ operation: borrowing MeasuredOperation, _ reason: TextRange, in texts: [UInt8]
  ) {
    let to = operation.model
    let chosen = operation.selectedModel.isNone ? operation.routingDecision : operation.selectedModel
    let from = chosen.hash == to.hash ? HashedText.none : chosen
    let hash = Checksum.mix(Self.hash(from, to) &+ Self.hash(of: reason, in: texts))
    add(operation, .fallback, hash: hash) {
      let path = [from, to].map {
        $0.isNone ? FallbackPath.storedUnknown : BreakdownAccumulator.text($0.range, in: texts)
      }.joined(separator: FallbackPath.arrow)
      let why = reason.isNone || reason.length == 0 ? "(no reason)" : BreakdownAccumulator.text(reason, in: texts)
      return from.isNone && to.isNone ? why : path + ": " + why
    }
  }

  // A failure without a code goes by how it ended.
  private mutating func addError(
    _ operation: borrowing MeasuredOperation, _ code: TextRange, in texts: [UInt8]
  ) {
    let status = operation.status
    if code.isNone || code.length == 0 {
      add(operation, .errorCode, hash: status == .timeout ? 1 : status == .cancelled ? 2 : 3) {
        status == .error ? "(no code)" : status.rawValue
      }
    } else {
      add(operation, .errorCode, hash: Self.hash(of: code, in: texts)) { BreakdownAccumulator.text(code, in: texts) }
    }
  }

  // No text hashes to 0.
  @inline(__always)
  private static func hash(_ first: HashedText, _ second: HashedText) -> UInt64 {
    Checksum.mix(first.isNone ? 1 : first.hash) &+ (second.isNone ? 0 : second.hash)
  }

  private static func hash(of text: TextRange, in texts: [UInt8]) -> UInt64 {
    text.isNone ? 2 : Checksum.of(texts[Int(text.offset)..<Int(text.offset + text.length)])
  }

  /// The text of a range that is not none, at most as long as a name can be.
  static func text(_ range: TextRange, in texts: [UInt8]) -> String {
    let length = min(Int(range.length), longestPart)
    return String(decoding: texts[Int(range.offset)..<Int(range.offset) + length], as: UTF8.self)
  }

  // Three of them and what stands between them fit a name.
  private static let longestPart = 320
}
