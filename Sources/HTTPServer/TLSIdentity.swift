import Glibc
import NIOCore
import NIOSSL
import NIOTLS
import SystemFiles

/// The certificate of a server and the key that goes with it, for TLS 1.2 and 1.3.
package struct TLSIdentity: Sendable {
  let context: NIOSSLContext

  /// Reads both from files of the PEM format. Behind the certificate may stand those of its authorities.
  ///
  /// - Throws: what is wrong with which file.
  package init(certificate: String, key: String) throws(TLSFault) {
    let chain: [NIOSSLCertificate]
    do { chain = try NIOSSLCertificate.fromPEMBytes(Self.content(certificate)) } catch {
      throw TLSFault(certificate, error, "holds no certificate in the PEM format")
    }
    guard !chain.isEmpty else { throw TLSFault(path: certificate, reason: "holds no certificate in the PEM format") }
    let privateKey: NIOSSLPrivateKey
    do { privateKey = try NIOSSLPrivateKey(bytes: Self.content(key, isSecret: true), format: .pem) } catch {
      throw TLSFault(key, error, "holds no private key in the PEM format without a passphrase")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    do { context = try NIOSSLContext(configuration: configuration) } catch {
      throw TLSFault(path: key, reason: "is not the key of the certificate in \(certificate)")
    }
  }

  private static func content(_ path: String, isSecret: Bool = false) throws(SystemError) -> [UInt8] {
    let file = try Descriptor(opening: path, O_RDONLY)
    // A group may read it: that of the system's keys, in Debian.
    if isSecret, try file.status().st_mode & 0o007 != 0 { throw SystemError(code: EPERM) }
    return try file.readAll(limit: 1 << 20) ?? []
  }
}

/// What is wrong with the file of a certificate or a key.
package struct TLSFault: Error, Equatable, CustomStringConvertible {
  package let path: String
  package let reason: String
  package let isPermission: Bool

  fileprivate init(path: String, reason: String, isPermission: Bool = false) {
    self.path = path
    self.reason = reason
    self.isPermission = isPermission
  }

  fileprivate init(_ path: String, _ error: any Error, _ otherwise: String) {
    switch error as? SystemError {
    case let error? where error.code == EPERM:
      self.init(path: path, reason: "every user can read this key; type: chmod 600 \(path)", isPermission: true)
    case let error?: self.init(path: path, reason: error.description, isPermission: error.isPermission)
    case nil: self.init(path: path, reason: otherwise)
    }
  }

  package var description: String { "\(path): \(reason)" }
}

/// Closes a connection whose TLS is not set up in time.
final class HandshakeDeadlineHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let limit: Duration
  private var timer: Scheduled<Void>?

  init(_ limit: Duration) { self.limit = limit }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    timer = context.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent { timer?.cancel() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  // What is no TLS is of no use.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if error is NIOSSLError { context.close(promise: nil) } else { context.fireErrorCaught(error) }
  }
}
