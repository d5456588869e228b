// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HubStore
import Replication
import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite struct `A hub serves until it is told to stop` {
  @Test func `and answers parked pulls when it stops`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let cursor = try client.pull().cursor
    let page = Watched<WirePullResponse?>(nil)
    let waiting = WorkerThread {
      let response = try? client.pull(cursor, waitSeconds: 25)
      page.update { $0 = response }
    }
    try hub.waitUntilParked()
    let outcome = hub.process.terminate()
    waiting.join()
    #expect(outcome.status == 0)
    #expect(page.update { $0 }?.records.isEmpty == true)
  }

  @Test func `and wakes a parked pull when something is committed`() async throws {
    let hub = try RunningHub()
    let ingrid = try await hub.enrol("Ingrid", .coordinator)
    let client = try await hub.enrol("Ann", .shopper)
    let session = try #require(try await hub.store.session(token: client.token ?? ""))
    var ann = Laptop(session)
    ann.write(Study.visit("V1", of: ann.person), Put("location", .text("JFK")))
    let cursor = try ingrid.pull().cursor
    let page = Watched<WirePullResponse?>(nil)
    let waiting = WorkerThread {
      let response = try? ingrid.pull(cursor, waitSeconds: 25)
      page.update { $0 = response }
    }
    try hub.waitUntilParked()
    #expect(try client.push(ann.journal).status == 200)
    waiting.join()
    #expect(page.update { $0 }?.records.count == 1)
    #expect(hub.process.terminate().status == 0)
  }

  @Test func `and a pull that finds something does not wait`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ingrid", .coordinator)
    let session = try #require(try await hub.store.session(token: client.token ?? ""))
    var ingrid = Laptop(session)
    ingrid.write(Study.program(), Put("code", .text("AIR")))
    _ = try client.push(ingrid.journal)
    #expect(try client.pull(waitSeconds: 25).records.count == 1)
  }

  @Test func `and keeps all when it is killed`() async throws {
    let folder = try TemporaryFolder()
    let first = try RunningHub(data: folder.path("hub"))
    let client = try await first.enrol("Ingrid", .coordinator)
    let session = try #require(try await first.store.session(token: client.token ?? ""))
    var ingrid = Laptop(session)
    ingrid.write(Study.program(), Put("code", .text("AIR")))
    #expect(try client.push(ingrid.journal).status == 200)
    first.process.kill()
    let second = try RunningHub(data: folder.path("hub"))
    let again = second.client(token: client.token, replica: client.replica)
    #expect(try again.pull().records.count == 1)
    #expect(try again.hello().counter == 1)
    withExtendedLifetime(folder) {}
  }

  @Test func `and writes no secret into its log`() async throws {
    let hub = try RunningHub()
    let invitation = Invitation(name: "Annabella", role: .shopper)
    let code = try await hub.store.invite(invitation, by: nil).code
    let client = try hub.enrol(code: code)
    _ = try client.hello()
    _ = try client.send("GET", "/\(code)?token=\(client.token ?? "")")
    _ = try client.post(.push, Array("Annabella".utf8))
    _ = try hub.client(token: "guess", replica: client.replica).post(.pull, [])
    let outcome = hub.process.terminate()
    #expect(outcome.error.contains("route=/sync/v1/enrol"))
    #expect(outcome.error.contains("status=404"))
    for secret in [code, client.token ?? "none", "guess", "Annabella", "Bearer"] {
      #expect(!outcome.error.contains(secret))
      #expect(!outcome.output.contains(secret))
    }
  }

  @Test func `and counts what it does`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ingrid", .coordinator)
    _ = try client.hello()
    let text = String(decoding: try client.send("GET", "/metrics").body, as: UTF8.self)
    #expect(
      text.contains("shopper_hub_requests_total{route=\"/sync/v1/hello\",status=\"200\"} 1\n")
    )
    #expect(text.contains("shopper_hub_parked_pulls 0\n"))
  }

  @Test func `and encrypts with a certificate`() async throws {
    let folder = try TemporaryFolder()
    let openssl = try ProgramUnderTest(path: "/usr/bin/openssl", folder: folder.path)
    let made = try openssl.run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", "/CN=127.0.0.1",
      "-addext", "subjectAltName=IP:127.0.0.1",
    ])
    #expect(made.status == 0, "\(made)")
    let certificate = folder.path("certificate.pem")
    let hub = try RunningHub([
      "--tls-certificate", certificate, "--tls-key", folder.path("key.pem"),
    ])
    #expect(hub.address.hasPrefix("https://127.0.0.1:"))
    var nobody = hub.nobody
    #expect(throws: (any Error).self) { try nobody.send("GET", "/health") }
    nobody.caFile = certificate
    #expect(try nobody.send("GET", "/health").status == 200)
    withExtendedLifetime(folder) {}
  }
}

extension RunningHub {
  /// Waits until a pull is parked, asking the hub's own gauge.
  fileprivate func waitUntilParked() throws {
    while true {
      let metrics = String(decoding: try nobody.send("GET", "/metrics").body, as: UTF8.self)
      if metrics.contains("shopper_hub_parked_pulls 1\n") { return }
    }
  }
}
