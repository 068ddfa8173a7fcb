/// The sums of many rows while operations are counted: plain numbers side by side, and a column of each figure that any row
/// has been told, so that counting an operation in a row is a handful of additions to neighbouring places.
struct SumColumns: Sendable {
  /// What is kept of a row beside its figures.
  private struct Row {
    var basic = Sums()
    var extremes = DurationExtremes()
  }

  private var rows: [Row] = []
  // By row, as many as there are columns.
  private var figures: [Int128] = []
  private var width = 0
  // The column of each `MetricField`, `none` for those that were not told.
  private var columns = Self.noColumns
  private var histograms = HistogramCounts()

  private static let none = UInt8.max
  private static let noColumns = Array(repeating: none, count: MetricField.allCases.count)

  init() {}

  /// The number of rows.
  var count: Int { rows.count }

  /// Adds a row, in which nothing is counted.
  mutating func addRow() {
    rows.append(Row())
    figures.append(contentsOf: repeatElement(0, count: width))
  }

  /// Makes a column of each figure that an operation tells. `add` needs them.
  @inline(__always)
  mutating func makeColumns(for operation: borrowing MeasuredOperation) {
    for (figure, _) in operation.figures where columns[Int(figure.rawValue)] == Self.none { addColumn(figure) }
  }

  /// Counts an operation in a row, and where durations and costs lie unless only sums are wanted.
  @inline(__always)
  mutating func add(_ operation: borrowing MeasuredOperation, to row: Int, sumsOnly: Bool) {
    rows[row].basic.add(operation)
    if !sumsOnly {
      if let bucket = operation.durationBucket {
        rows[row].extremes.add(operation.duration)
        histograms.add(row, .durations, bucket: bucket)
      }
      if operation.isInMedian { histograms.add(row, .costs, bucket: operation.costBucket) }
    }
    let first = row * width
    figures.withUnsafeMutableBufferPointer { figures in
      for (figure, amount) in operation.figures {
        figures[first + Int(columns[Int(figure.rawValue)])] &+= Int128(amount)
      }
    }
  }

  private mutating func addColumn(_ figure: MetricField) {
    columns[Int(figure.rawValue)] = UInt8(width)
    var wider: [Int128] = []
    wider.reserveCapacity(rows.count * (width + 1))
    for row in rows.indices {
      wider.append(contentsOf: figures[row * width..<(row + 1) * width])
      wider.append(0)
    }
    figures = wider
    width += 1
  }

  /// Changes what is counted of a row, without its histograms.
  mutating func update(_ row: Int, _ change: (inout OperationSums) -> Void) {
    var sums = sums(row)
    change(&sums)
    rows[row].basic = sums.basic
    for figure in MetricField.allCases where sums.figures[figure] != self[figure, row] {
      if columns[Int(figure.rawValue)] == Self.none { addColumn(figure) }
      figures[row * width + Int(columns[Int(figure.rawValue)])] = sums.figures[figure]
    }
  }

  private subscript(figure: MetricField, row: Int) -> Int128 {
    let column = columns[Int(figure.rawValue)]
    return column == Self.none ? 0 : figures[row * width + Int(column)]
  }

  // Without its histograms.
  private func sums(_ row: Int) -> OperationSums {
    var sums = OperationSums()
    sums.basic = rows[row].basic
    for figure in MetricField.allCases {
      let amount = self[figure, row]
      if amount != 0 { sums.figures.add(figure, amount) }
    }
    return sums
  }

  /// What was counted, by row.
  var all: [OperationSums] {
    var all = rows.indices.map(sums)
    for count in histograms.counts {
      switch count.kind {
      case .durations: all[count.row].durations.add(count)
      case .costs: all[count.row].costs.add(count)
      case .positive, .negative: break
      }
    }
    for row in rows.indices { all[row].durations.add(rows[row].extremes) }
    return all
  }

  /// Forgets all, but not the room for it.
  mutating func clear() {
    rows.removeAll(keepingCapacity: true)
    figures.removeAll(keepingCapacity: true)
    columns = Self.noColumns
    width = 0
    histograms.clear()
  }
}
