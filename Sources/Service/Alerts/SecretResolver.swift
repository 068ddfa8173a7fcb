import Configuration
import ConfigurationFiles
import Events
import SystemFiles

/// Looks up what settings only refer to, on a thread of its own, since the credential store is a file whose every access is audited.
package actor SecretResolver {
  private let executor = BlockingExecutor(label: "wraptop.secrets")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let environment: [String: String]
  private let storePath: String
  private let auditPath: String
  private let clock: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - environment: for `${env:NAME}`; `WRAPTOP_CREDENTIAL_KEY` names the key file of the store.
  ///   - storePath: the credential store, for `${credential:SERVICE/KEY}`.
  ///   - auditPath: the audit trail.
  package init(
    environment: [String: String], storePath: String, auditPath: String, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.environment = environment
    self.storePath = storePath
    self.auditPath = auditPath
    self.clock = clock
  }

  /// The value that a reference stands for.
  package func value(of reference: Reference) -> Result<String, UnresolvedSecret> {
    switch reference {
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else {
        return .failure(UnresolvedSecret("\(reference) is not set in the environment of wraptop"))
      }
      return .success(value)
    case .credential(let name):
      do {
        return .success(try read(name))
      } catch let error as UnresolvedSecret {
        return .failure(error)
      } catch {
        return .failure(UnresolvedSecret("\(reference) cannot be read: \(error)"))
      }
    }
  }

  private func read(_ name: CredentialName) throws -> String {
    guard let keyFile = environment["WRAPTOP_CREDENTIAL_KEY"], !keyFile.isEmpty else {
      throw UnresolvedSecret(
        "the credential store is locked: ${credential:\(name)} needs a key file, named by WRAPTOP_CREDENTIAL_KEY")
    }
    let now = clock()
    let store = CredentialStore(path: storePath, key: .keyFile(keyFile)) { [auditPath, environment] action, name in
      let entry = AuditEntry(
        actor: .current(environment: environment), action: action, wrapper: name?.service ?? "", field: name?.key ?? "",
        new: .secret, layer: "credentials")
      try AuditFile(path: auditPath).append([entry], at: "\(now)")
    }
    return try store.read(name, at: now.seconds) { String(decoding: $0, as: UTF8.self) }
  }
}
