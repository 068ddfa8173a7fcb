import Configuration

/// Taking changes back (article Configuration, Changes).
extension ChangeWriter {
  /// Writes again what a record calls old: a change of its own, whatever came after that record.
  ///
  /// - Parameters:
  ///   - number: that of the record.
  ///   - time: the present: RFC 3339, `Z`, 6 digits.
  ///   - now: the same in seconds since 1970.
  package func rollback(
    number: Int, reason: String, actor: AuditActor, time: String, now: Int64
  ) -> ConfigurationReply {
    do throws(Stop) {
      let request = try takingBack(number, reason: reason)
      return write(request, actor: actor, action: .rollback, time: time, now: now)
    } catch {
      return error.reply
    }
  }

  private func takingBack(_ number: Int, reason: String) throws(Stop) -> ChangeRequest {
    func fail(_ why: String) -> Stop { Stop(.failed("record \(number): \(why)")) }
    let found: AuditRecord?
    do {
      found = try AuditFile(path: paths.audit).record(number)
    } catch {
      throw Stop(.failed(error.description))
    }
    guard let record = found else { throw fail("there is none; see wraptop config history") }
    guard record.action != .configExec else { throw fail("tells of a command that was run, not of a change") }
    guard [.change, .rollback, .autoDisable].contains(record.action), record.layer == Layer.runtime.rawValue else {
      throw fail("tells of a credential, not of a field; use wraptop credential")
    }
    guard record.field != "kind" else {
      throw fail("tells of what kind a wrapper was made; take back what was set in it instead")
    }
    guard record.old?.isHidden != true else {
      throw fail("the old value was, or held, a secret that was not kept; set the field to a new one")
    }
    let read = try read()
    let layer = RuntimeLayer(read, cache)
    guard let path = layer.path(record.field, of: record.wrapper) else {
      throw fail(
        "wrapper \(ShownText.name(record.wrapper)) has no field \(ShownText.name(record.field)) any more; set another one"
      )
    }
    let present = layer.value(path, of: record.wrapper)
    guard present != record.old else {
      let value = record.old.map { "already says \($0.shown)" } ?? "says nothing already"
      throw fail("there is nothing to take back: the runtime layer \(value)")
    }
    let change = FieldChange(wrapper: record.wrapper, path: path, old: present, new: record.old)
    return ChangeRequest(
      changes: [change], version: read.version, reason: reason, takesBack: number,
      // It was there before.
      exposesSecrets: true)
  }
}
