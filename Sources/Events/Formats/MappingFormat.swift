/// A format that a mapping describes. It is never guessed: it has to be asked for.
struct MappingFormat: EventFormat {
  let mapping: Mapping

  var name: String { mapping.name }
  let wrapperKeys: [WrapperKey] = [.modelGroup, .service, .provider, .model, .key, .project]
  var defaultWrapper: String { mapping.name }
  let signatures: [StaticString] = []

  /// Any object that has something of what the conditions look at.
  func recognizes(_ object: JSONValue) -> Bool {
    mapping.conditions.allSatisfy { condition in
      switch condition {
      case .present(let path), .equal(let path, _): object.value(at: path) != nil
      }
    }
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    for case .equal(let path, let wanted) in mapping.conditions
    where object.value(at: path)?.word != wanted { return records.skip() }
    var reader = MappedRecord(object: object, mapping: mapping)
    do throws(Fault) {
      guard let record = try reader.read() else { return records.skip() }
      records.accept(record)
    } catch {
      records.add(.rejected(error))
    }
  }
}

/// One object as a mapping reads it.
private struct MappedRecord {
  let object: JSONValue
  let mapping: Mapping
  private var record = ForeignRecord()

  init(object: JSONValue, mapping: Mapping) {
    self.object = object
    self.mapping = mapping
  }

  /// Nil for what has only begun.
  mutating func read() throws(Fault) -> ForeignRecord? {
    record.start = try time(.startTime)
    record.end = try time(.endTime)
    record.duration = try number(.duration, perWhole: 1e3).map { Int64(billionths: $0) }
    record.timeToFirstToken = try number(.timeToFirstToken, perWhole: 1e3).map { Int64(billionths: $0) }
    record.cost = try number(.cost, perWhole: 1).map { Int64(billionths: $0) }
    record.tokens = TokenUsage(
      prompt: try count(.promptTokens), completion: try count(.completionTokens), total: try count(.totalTokens),
      cacheRead: try count(.cacheReadTokens), cacheWrite: try count(.cacheWriteTokens),
      reasoning: try count(.reasoningTokens))
    if let status = try status() {
      guard status != .started else { return nil }
      record.status = status
    }
    if let id = text(.operationID) {
      record.id = ["mapping", mapping.name, id]
      record.operationID = id
    }
    if let used = value(.fallbackUsed), used.condition ?? ((used.decimal ?? 0) > 0) {
      record.fallbackUsed = true
      if record.status == .success { record.status = .fallback }
    }
    record.fallbackReason = text(.fallbackReason)
    record.type = text(.operationType)
    record.model = text(.model)
    record.provider = text(.provider)
    record.user = text(.userID)
    record.session = text(.sessionID)
    record.request = text(.requestID)
    if !record.status.isSuccess {
      record.errorMessage = text(.errorMessage)
      record.errorCode = text(.errorCode)
    }
    record.names[.model] = record.model
    record.names[.provider] = record.provider
    record.names[.user] = record.user
    record.names[.modelGroup] = text(.wrapperName) ?? text(.modelGroup)
    record.names[.service] = text(.service)
    record.names[.key] = text(.key)
    record.names[.project] = text(.project)
    return record
  }

  private func value(_ field: Mapping.Field) -> JSONValue? {
    guard let source = mapping.fields[field] else { return nil }
    for path in source.paths {
      guard let value = object.value(at: path) else { continue }
      if let text = value.text, mapping.absent.contains(text) { continue }
      if value.isString, value.text == nil { continue }
      return value
    }
    return nil
  }

  private func text(_ field: Mapping.Field) -> String? { value(field)?.word }

  private func fault(_ field: Mapping.Field, _ reason: RejectionReason) -> Fault {
    Fault(reason: reason, field: field.rawValue)
  }

  private func time(_ field: Mapping.Field) throws(Fault) -> Timestamp? {
    guard let value = value(field) else { return nil }
    guard let unit = mapping.fields[field]?.unit else {
      guard let time = value.time else { throw fault(field, value.isString ? .outOfRange : .wrongType) }
      return time
    }
    guard let number = value.decimal else { throw fault(field, .wrongType) }
    let seconds = number / unit.perWhole
    guard seconds >= 0, seconds < 1e11 else { throw fault(field, .outOfRange) }
    // Whole seconds apart, so that microseconds are not lost.
    let whole = seconds.rounded(.down)
    let micros =
      unit == .nanoseconds || unit == .microseconds
      ? ((number - whole * unit.perWhole) / unit.perWhole * 1e6).rounded() : ((seconds - whole) * 1e6).rounded()
    return Timestamp(microseconds: Int64(whole) * 1_000_000 + Int64(micros))
  }

  private func number(_ field: Mapping.Field, perWhole standard: Double) throws(Fault) -> Double? {
    guard let value = value(field) else { return nil }
    guard let number = value.decimal else { throw fault(field, .wrongType) }
    guard number >= 0 else { throw fault(field, .outOfRange) }
    return number / (mapping.fields[field]?.unit?.perWhole ?? standard)
  }

  private func count(_ field: Mapping.Field) throws(Fault) -> Int64? {
    guard let value = value(field) else { return nil }
    guard value.decimal != nil else { throw fault(field, .wrongType) }
    guard let count = value.count else { throw fault(field, .outOfRange) }
    return count
  }

  private func status() throws(Fault) -> OperationStatus? {
    guard let value = value(.status), let source = mapping.fields[.status] else { return nil }
    guard let word = value.word else { throw fault(.status, .wrongType) }
    for (pattern, status) in source.values {
      if pattern == "*" || pattern == word { return status }
      let bounds = pattern.split(separator: "-").compactMap { Double($0) }
      if bounds.count == 2, let number = value.decimal, number >= bounds[0], number <= bounds[1] { return status }
    }
    if let status = OperationStatus(rawValue: word) { return status }
    throw fault(.status, .outOfRange)
  }
}

extension JSONValue {
  /// A text, number, or flag as text; nil for anything else, and for an empty text.
  var word: String? {
    if let text { return text }
    if let integer { return String(integer) }
    if let number { return String(number) }
    return flag.map { String($0) }
  }

  /// The value at the end of names that dots join; names may have dots themselves, and a number is a place in a list.
  func value(at path: String) -> JSONValue? {
    value(at: path.split(separator: ".", omittingEmptySubsequences: false)[...])
  }

  private func value(at names: ArraySlice<Substring>) -> JSONValue? {
    guard !names.isEmpty else { return self }
    if isArray {
      guard let first = names.first, let place = Int(first) else { return nil }
      var found: JSONValue?
      var at = 0
      forEachElement { element in
        if at == place { found = element }
        at += 1
      }
      return found?.value(at: names.dropFirst())
    }
    for count in (1...names.count).reversed() {
      let name = Array(names.prefix(count).joined(separator: ".").utf8)
      if let value = self[name: name]?.value(at: names.dropFirst(count)) { return value }
    }
    return nil
  }
}
