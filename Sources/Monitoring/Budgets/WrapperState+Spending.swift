import Events

extension WrapperState {
  /// Adds cost that was reported apart from an operation, in nano-dollars: it is part of all spending and in no count of
  /// operations.
  mutating func spendApart(_ nanodollars: Int64, at time: Timestamp) {
    guard nanodollars > 0 else { return }
    let cost = BucketCost(amount: Int128(nanodollars))
    _ = tens.update(tens.index(of: time)) { $0.costs.add(cost) }
    _ = minutes.update(minutes.index(of: time)) { $0.sums.costs.add(cost) }
    let kept = hours.update(hours.index(of: time)) { $0.sums.costs.add(cost) }
    if kept, let ten = tens.newestIndex, let minute = minutes.newestIndex {
      delta?.spend(cost, at: time, newestTen: ten, newestMinute: minute)
    }
    if firstEnd.map({ time < $0 }) ?? true { firstEnd = time }
    spend(cost, at: time)
  }

  /// What was spent in quarters of an hour, without what was spent after an instant as far as finer slots tell it
  /// apart.
  func spent(in quarters: Range<Int32>, asOf instant: Timestamp) -> CostSum {
    let last = spending.index(of: instant)
    guard quarters.lowerBound <= last, !quarters.isEmpty else { return .zero }
    var sum = CostSum.zero
    spending.forEach(from: quarters.lowerBound, through: min(last, quarters.upperBound - 1)) {
      sum += CostSum($0.costs)
    }
    if quarters.contains(last) { sum.takeOut(costInQuarter(after: instant)) }
    return sum
  }

  /// What was spent in quarters of an hour up to the present, if snapshots have asked for them.
  func knownSpending(in quarters: Range<Int32>) -> CostSum? {
    running.today.known(in: quarters) ?? running.thisMonth.known(in: quarters)
  }

  /// When the first slot begins that holds anything, in the finest slots that hold all of the oldest hour that is kept. If that
  /// is the last hour, it is exact to ten seconds.
  var firstData: Timestamp? {
    guard let oldest = hours.oldestIndex else { return nil }
    var whole = Sums()
    hours.forEach(from: oldest, through: oldest) { whole.add($0.sums) }
    let hour = hours.start(of: oldest)..<hours.start(of: oldest + 1)
    return tens.first(in: hour, holding: whole) ?? minutes.first(in: hour, holding: whole) ?? hour.lowerBound
  }
}

extension BucketSeries {
  /// When the first slot begins that ends in an hour; nil if those of that hour do not come to the sums of the whole.
  fileprivate func first(in hour: Range<Timestamp>, holding whole: Sums) -> Timestamp? {
    let begin = index(of: hour.lowerBound)
    guard let oldest = oldestIndex, oldest >= begin, start(of: oldest) < hour.upperBound else { return nil }
    guard !reaches(begin) else { return start(of: oldest) }
    var sums = Sums()
    forEach(from: begin, through: index(of: hour.upperBound) - 1) { sums.add($0.sums) }
    return sums.holdsTheSame(as: whole) ? start(of: oldest) : nil
  }
}

extension WrapperDelta {
  /// Adds cost apart from operations; the newest slots are those of the wrapper.
  fileprivate mutating func spend(_ cost: BucketCost, at time: Timestamp, newestTen: Int32, newestMinute: Int32) {
    let ten = tens.index(of: time)
    if ten > newestTen - MonitoringLimits.storedTens { _ = tens.update(ten) { $0.costs.add(cost) } }
    let minute = minutes.index(of: time)
    if minute > newestMinute - MonitoringLimits.storedMinutes {
      _ = minutes.update(minute) { $0.sums.costs.add(cost) }
    } else {
      _ = hours.update(hours.index(of: time)) { $0.sums.costs.add(cost) }
    }
  }
}

extension Completion {
  /// Cost that was reported apart from an operation and whose time has yet to come. Among completions it is told by its status, which
  /// no operation that has ended has.
  static func apart(cost: Int64, at time: Timestamp) -> Completion {
    Completion(end: time, status: .started, fallbackUsed: false, duration: -1, cost: cost)
  }

  /// True for cost that was reported apart from an operation.
  var isApart: Bool { status == .started }
}
