// SPDX-License-Identifier: Apache-2.0

import Foundation
import SyncClient
import TestSupport
import Testing

/// Whom the transport believes to be the hub.
///
/// A certificate and a TLS server come from `openssl`.
@Suite(.enabled(if: openSSL != nil, "needs /usr/bin/openssl"))
struct TrustTests {
  @Test func `a certificate that nobody vouches for is refused`() throws {
    let hub = try TLSServer(certifiedFor: "IP:127.0.0.1")
    let error = try failure(HTTPRequest(url: hub.url))
    guard case .untrusted = error else { throw error }
    #expect(error.hint.contains("--ca-file"))
  }

  @Test func `a certificate from the named authority is trusted`() throws {
    let hub = try TLSServer(certifiedFor: "IP:127.0.0.1")
    let transport = try CurlTransport(version: "1", caFile: hub.certificate)
    #expect(try transport.perform(HTTPRequest(url: hub.url)).body == Array("ok".utf8))
  }

  @Test func `a trusted certificate of another host is refused`() throws {
    let hub = try TLSServer(certifiedFor: "DNS:other.example")
    let error = try failure(HTTPRequest(url: hub.url), caFile: hub.certificate)
    guard case .untrusted = error else { throw error }
  }

  @Test func `a hub older than TLS 1_2 is refused`() throws {
    let old = ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]
    let hub = try TLSServer(certifiedFor: "IP:127.0.0.1", options: old)
    let error = try failure(HTTPRequest(url: hub.url), caFile: hub.certificate)
    guard case .unreachable = error else { throw error }
  }

  @Test func `a hub without TLS is no https hub`() throws {
    let server = try ScriptedServer([[.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))]])
    let error = try failure(HTTPRequest(url: "https://127.0.0.1:\(server.port)"))
    guard case .unreachable = error else { throw error }
  }

  @Test func `a missing file of authorities is named`() throws {
    let hub = try TLSServer(certifiedFor: "IP:127.0.0.1")
    let error = try failure(HTTPRequest(url: hub.url), caFile: "/nowhere/ca.pem")
    #expect(error == .caFileUnreadable(path: "/nowhere/ca.pem"))
  }
}

private let openSSL = try? ProgramUnderTest(path: "/usr/bin/openssl")

/// Serves one file, `answer`, over TLS with a certificate that it signed itself.
private final class TLSServer {
  let url: String
  let certificate: String
  private let folder: TemporaryFolder
  private let process: RunningProgram

  init(certifiedFor name: String, options: [String] = []) throws {
    folder = try TemporaryFolder()
    var program = try #require(openSSL)
    program.folder = folder.path
    let made = try program.run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-days", "2", "-subj", "/CN=hub", "-addext", "subjectAltName=\(name)",
      "-keyout", "key.pem", "-out", "certificate.pem",
    ])
    try #require(made.status == 0, "\(made)")
    try folder.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", to: "answer")
    process = try program.start(
      ["s_server", "-accept", "127.0.0.1:0", "-HTTP", "-cert", "certificate.pem"]
        + ["-key", "key.pem"] + options
    )
    let line = try process.waitForLine(containing: "ACCEPT 127.0.0.1:")
    url = "https://127.0.0.1:\(line.split(separator: ":").last ?? "")/answer"
    certificate = folder.path("certificate.pem")
  }
}
