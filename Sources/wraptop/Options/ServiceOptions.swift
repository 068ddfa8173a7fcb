import ArgumentParser
import Configuration
import Foundation
import HTTPServer
import Service
import SystemFiles

/// To whom a core is open, and where (article Access).
struct ServiceOptions: ParsableArguments {
  @Option(
    name: .long, defaultAsFlag: "localhost",
    help: ArgumentHelp(
      "Offer the API over HTTP as well. Without an address, on port \(NetworkPlan.port) of both loopback addresses.",
      discussion: "Clients need a token; see --token-file and --http-open.", valueName: "address:port"))
  var http: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The tokens that let clients in over HTTP, one a line, TOKEN or NAME:TOKEN.",
      discussion: "Only you may be able to read the file. If it is not there, it is made, with a new token in it.",
      valueName: "file"))
  var tokenFile: String?

  @Flag(name: .long, help: "Let anyone on this machine read over HTTP without a token.")
  var httpOpen = false

  @Flag(name: .long, help: "Allow addresses for --http and --metrics that other machines can reach.")
  var httpAllowRemote = false

  @Option(name: .long, help: ArgumentHelp("The certificate for HTTPS, in the PEM format.", valueName: "file"))
  var tlsCert: String?

  @Option(name: .long, help: ArgumentHelp("The key of the certificate, in the PEM format.", valueName: "file"))
  var tlsKey: String?

  @Option(
    name: .long, defaultAsFlag: "localhost",
    help: ArgumentHelp(
      "Offer the metrics for Prometheus without a token, and nothing else. Without an address, on port "
        + "\(NetworkPlan.metricsPort) of both loopback addresses.", valueName: "address:port"))
  var metrics: String?

  @Option(name: .long, help: ArgumentHelp("The group whose members may send events, and no more.", valueName: "group"))
  var ingestGroup: String?

  @Option(name: .long, help: ArgumentHelp("The group whose members may look, and change nothing.", valueName: "group"))
  var viewGroup: String?

  @Option(name: .long, help: ArgumentHelp("The group whose members may do all.", valueName: "group"))
  var adminGroup: String?

  func validate() throws {
    if (tlsCert == nil) != (tlsKey == nil) { throw ValidationError("--tls-cert and --tls-key: one needs the other") }
  }

  mutating func complete(by settings: Settings) {
    let serve = settings.serve
    http = http ?? serve.http
    tokenFile = tokenFile ?? serve.tokenFile
    metrics = metrics ?? serve.metrics
    ingestGroup = ingestGroup ?? serve.ingestGroup
    viewGroup = viewGroup ?? serve.viewGroup
    adminGroup = adminGroup ?? serve.adminGroup
  }

  /// The groups by their numbers.
  ///
  /// - Throws: if there is no such group.
  func groups() throws -> AccessGroups {
    func number(_ name: String?, _ option: String) throws -> UInt32? {
      guard let name else { return nil }
      guard let number = UserNames.group(name) else {
        throw Failure.usage("\(option): there is no group \(name); make it with: groupadd \(name)")
      }
      return number
    }
    return AccessGroups(
      ingest: try number(ingestGroup, "--ingest-group"), view: try number(viewGroup, "--view-group"),
      admin: try number(adminGroup, "--admin-group"))
  }

  /// What to offer over TCP.
  ///
  /// - Parameter report: receives what was done for it.
  func plan(_ report: (String) -> Void) throws -> NetworkPlan {
    var plan = NetworkPlan()
    plan.host = Serve.host
    plan.metrics = try addresses(metrics, "--metrics", NetworkPlan.metricsPort)
    plan.addresses = try addresses(http, "--http", NetworkPlan.port)
    guard http != nil else {
      for (option, isGiven) in [("--http-open", httpOpen), ("--tls-cert", tlsCert != nil)] where isGiven {
        throw Failure.usage("\(option): nothing is offered without --http")
      }
      return plan
    }
    guard tokenFile != nil || httpOpen else {
      throw Failure.usage(
        "--http: name a file for the tokens of clients with --token-file; or let anyone on this machine read with --http-open"
      )
    }
    plan.isOpen = httpOpen
    if let tokenFile {
      let file = try APITokenFile.open(tokenFile)
      plan.tokens = file.tokens
      if file.isNew { report("a token for clients was made; it is in \(tokenFile)") }
    }
    if let tlsCert, let tlsKey {
      do throws(TLSFault) {
        plan.identity = try TLSIdentity(certificate: tlsCert, key: tlsKey)
      } catch {
        throw Failure("\(error)", status: error.isPermission ? .noPermission : .noInput)
      }
    }
    return plan
  }

  private func addresses(_ text: String?, _ option: String, _ port: UInt16) throws -> [NetworkAddress] {
    guard let text else { return [] }
    let addresses: [NetworkAddress]
    do throws(AddressFault) {
      addresses = try NetworkAddress.all(text, defaultPort: port)
    } catch {
      throw Failure.usage("\(option) \(text): \(error)")
    }
    guard httpAllowRemote || addresses.allSatisfy(\.isLoopback) else {
      throw Failure.usage(
        "\(option) \(text): other machines can reach this address; if they may, add --http-allow-remote")
    }
    return addresses
  }
}
