import CCurl
import PlainText
import SystemFiles

/// Why an exchange with a server failed, in words: what, with which server, why, and what to do. Nothing of an address but
/// the server is in them, since the rest may be a secret.
enum FaultText {
  static func of(_ failure: Transfer.Failure, with server: String, within limit: Duration) -> String {
    let reason = failure.systemError == 0 ? "" : " (\(SystemError(code: failure.systemError)))"
    return switch failure.code {
    case CURLE_COULDNT_RESOLVE_HOST:
      "cannot find \(server): its name leads to no address; check the name and this machine's DNS"
    case CURLE_COULDNT_RESOLVE_PROXY:
      "cannot find the proxy on the way to \(server); check https_proxy and http_proxy in the environment"
    case CURLE_COULDNT_CONNECT:
      "cannot connect to \(server)\(reason); check that it runs and that no firewall is between"
    case CURLE_OPERATION_TIMEDOUT:
      "no answer from \(server) within \(NumberFormat.duration(ms: limit / .milliseconds(1))); check that it is reachable"
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      "\(server) is not who it should be: \(certificate(failure.certificateError)); nothing was sent"
    case CURLE_SSL_CACERT_BADFILE:
      "cannot check who \(server) is: there are no trusted certificates; install the package ca-certificates"
    case CURLE_SSL_CONNECT_ERROR:
      "cannot encrypt the connection to \(server)\(reason); check that its port speaks TLS 1.2 or later"
    case CURLE_USE_SSL_FAILED:
      "\(server) does not offer STARTTLS, so nothing was sent; set tls: tls if its port is encrypted from the start"
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
      "the connection to \(server) broke before it answered\(reason); it is tried again"
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      "\(server) answers with something else than was asked for; check the address and its port"
    case CURLE_WRITE_ERROR: "the answer of \(server) is too long"
    case CURLE_ABORTED_BY_CALLBACK: "the exchange with \(server) was ended before it was done"
    default: "cannot exchange anything with \(server): \(String(cString: curl_easy_strerror(failure.code)))"
    }
  }

  // The numbers are those of X509_V_ERR_ in OpenSSL, which do not change.
  private static func certificate(_ error: Int) -> String {
    switch error {
    case 9: "its certificate is not valid yet; check the clock of this machine"
    case 10: "its certificate has expired; have it renewed"
    case 18, 19: "it signed its certificate itself; add it to those that this machine trusts (update-ca-certificates)"
    case 2, 20, 21:
      "nobody whom this machine trusts signed its certificate; add that one with update-ca-certificates"
    case 23: "its certificate was revoked"
    // Where the chain is good, curl leaves what it began with.
    case 0, 1, 62, 64: "its certificate is for another name; check the address"
    default: "its certificate is not valid (OpenSSL's error \(error))"
    }
  }
}
