/// The operations that have something in common, such as a model.
struct Group: NamedSums {
  static let limit = 64
  var name: BoundedName
  var sums = OperationSums()

  init(_ name: BoundedName) { self.name = name }

  /// Its operations.
  var weight: Int64 { Int64(clamping: sums.basic.operations) }

  mutating func merge(_ other: Group) { sums.merge(other.sums) }
}

/// What a user or a session did. There can be as many as operations, so that only the basic sums are kept of each.
struct Account: NamedSums {
  static let limit = 200
  static let most = 400
  /// How many of a day are shown (article Cost, Analysis).
  static let shown = 100

  var name: BoundedName
  var sums = Sums()

  init(_ name: BoundedName) { self.name = name }

  var weight: Int64 { sums.accountWeight }

  mutating func merge(_ other: Account) { sums.add(other.sums) }
}

extension Sums {
  /// The cost; below any cost, and by operations, where there is none.
  var accountWeight: Int64 { cost > 0 ? Int64(clamping: cost) : Int64(clamping: operations) - .max }
}

/// By what operations are told apart. Stored breakdowns number dimensions by place: new ones go to the end.
enum Dimension: Int, CaseIterable {
  case operationType, model, route, template, fallback, errorCode
}
