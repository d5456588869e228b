// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HubStore
import Replication
import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite struct `Every route knows who may use it` {
  private static let guarded: [Endpoint] = [
    .hello, .push, .pull, .stream, .offer, .bundle, .invite,
  ]

  @Test func `nobody and wrong tokens are turned away from all but enrolment`() throws {
    let hub = try RunningHub()
    let forger = hub.client(token: "0000", replica: hub.nobody.replica)
    for endpoint in Self.guarded {
      let bare = try hub.nobody.post(endpoint, hub.nobody.message(for: endpoint))
      #expect(bare.status == 401)
      #expect(try bare.problem.code == "token_missing")
      #expect(bare.headers["www-authenticate"] == "Bearer")
      let forged = try forger.post(endpoint, forger.message(for: endpoint))
      #expect(forged.status == 401)
      #expect(try forged.problem.code == "token_unknown")
    }
    let basic = try hub.nobody.post(.pull, [], headers: [("Authorization", "Basic eDp5")])
    #expect(try basic.problem.code == "token_missing")
  }

  @Test(arguments: Role.allCases)
  func `a role does what it may and nothing else`(role: Role) async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Zoe", role)
    #expect(try client.post(.hello, client.message(for: .hello)).status == 200)
    #expect(try client.post(.pull, []).status == 200)
    #expect(try client.post(.stream, []).status == 200)
    // A batch of a forgotten timeline: let in, then refused for what it is.
    #expect(try client.post(.push, client.message(for: .push)).status == 409)
    let invited = try client.post(.invite, client.message(for: .invite))
    #expect(invited.status == (role == .coordinator ? 200 : 403))
    #expect(try client.send("GET", "/health").status == 200)
    #expect(try client.send("GET", "/metrics").status == 200)
  }

  @Test func `every route takes its own method only`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Zoe", .coordinator)
    for endpoint in Endpoint.allCases {
      let isRead = endpoint == .health || endpoint == .metrics
      for method in ["GET", "POST", "PUT", "DELETE"] where (method == "GET") != isRead {
        if method == "POST", !isRead { continue }
        let answer = try client.send(method, endpoint.rawValue)
        #expect(answer.status == 405, "\(method) \(endpoint)")
        #expect(try answer.problem.code == "wrong_method")
      }
    }
    #expect(try client.send("GET", "/sync/v1/").problem.code == "not_found")
    #expect(try client.send("GET", "/../etc/passwd").status == 404)
  }

  @Test func `a shopper's changes travel and come to the coordinator`() async throws {
    let hub = try RunningHub()
    let ingrid = try await hub.enrol("Ingrid", .coordinator)
    let client = try await hub.enrol("Ann", .shopper)
    let session = try #require(try await hub.store.session(token: client.token ?? ""))
    var ann = Laptop(session)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    let pushed = try WirePushResponse(decoding: try client.push(ann.journal).body)
    #expect(pushed.counter == 1)
    #expect(Array(pushed.head) == ann.head.bytes)
    #expect(pushed.receipt.count == 32)
    #expect(pushed.rejections.isEmpty)
    let page = try ingrid.pull()
    let record = try RecordCodec.record(from: Array(try #require(page.records.first)))
    #expect(record == ann.records[visit.id])
    #expect(page.cards.map(\.name) == ["Ann"])
    #expect(try client.hello().counter == 1)
    let again = try WirePushResponse(decoding: try client.push(ann.journal).body)
    #expect(again == pushed)
  }

  @Test func `an invitation by a coordinator enrols somebody`() async throws {
    let hub = try RunningHub()
    let ingrid = try await hub.enrol("Ingrid", .coordinator)
    let answer = try ingrid.post(.invite, ingrid.message(for: .invite))
    let invitation = try WireInviteResponse(decoding: answer.body)
    let nils = try hub.enrol(code: invitation.code)
    #expect(try nils.pull().records.isEmpty)
    var request = WireEnrolRequest()
    request.code = invitation.code
    request.replica = Data(repeating: 7, count: 16)
    let second = try hub.nobody.post(.enrol, request.encoded())
    #expect(second.status == 401)
    #expect(try second.problem.code == "code_used")
    request.code = "0000-0000-0000-0000"
    #expect(try hub.nobody.post(.enrol, request.encoded()).problem.code == "code_unknown")
  }

  @Test func `forging another replica is forbidden whole`() async throws {
    let hub = try RunningHub()
    let (ann, bo) = (try await hub.enrol("Ann", .shopper), try await hub.enrol("Bo", .shopper))
    let forger = hub.client(token: bo.token, replica: ann.replica)
    let hello = try forger.post(.hello, forger.message(for: .hello))
    #expect(hello.status == 409)
    #expect(try hello.problem.code == "replica_taken")
    let push = try forger.post(.push, forger.message(for: .push))
    #expect(try push.problem.code == "foreign_replica")
  }

  @Test func `a program of another protocol version is told so`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    var request = WireHelloRequest()
    request.versions = [3, 4]
    request.replica = Data(client.replica.bytes)
    let answer = try client.post(.hello, request.encoded())
    #expect(answer.status == 426)
    #expect(try answer.problem.code == "version")
  }

  @Test func `a program is answered in the highest version that both speak`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let cases: [([UInt32], UInt32)] = [([1], 1), ([1, 2], 2), ([2, 3], 2)]
    for (versions, version) in cases {
      var request = WireHelloRequest()
      request.versions = versions
      request.replica = Data(client.replica.bytes)
      let answer = try client.post(.hello, request.encoded())
      let response = try WireHelloResponse(decoding: answer.body)
      #expect(response.version == version)
      #expect(response.hashes.count == (version == 2 ? 1 : 0))
    }
  }

  @Test func `an answer says its type to whoever might take another`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let told = try client.post(.pull, [])
    #expect(told.headers["content-type"] == SyncLimits.mediaType)
    let known = try client.post(.pull, [], headers: [("Accept", SyncLimits.mediaType)])
    #expect(known.headers["content-type"] == nil)
    #expect(known.body == told.body)
  }

  @Test func `a pull that brings nothing takes 200 bytes at most`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    var request = WirePullRequest()
    request.cursor = try client.pull().cursor
    let accept = [(name: "Accept", value: SyncLimits.mediaType)]
    let answer = try client.post(.pull, request.encoded(), headers: accept)
    let response = try WirePullResponse(decoding: answer.body)
    #expect(response.cursor == request.cursor)
    #expect(response.records.isEmpty && !response.more)
    let head = answer.headers.reduce("HTTP/1.1 200 OK\r\n\r\n".utf8.count) { bytes, header in
      bytes + header.key.utf8.count + header.value.utf8.count + 4
    }
    #expect(head + answer.body.count <= 200)
  }

  @Test func `a retired store is told so`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let retired = try hub.program.run([
      "retire", "--data", hub.folder.path("hub"), client.replica.description,
    ])
    #expect(retired.status == 0, "\(retired)")
    let answer = try client.post(.hello, client.message(for: .hello))
    #expect(answer.status == 401)
    #expect(try answer.problem.code == "device_revoked")
  }

  @Test func `only coordinators are told how shoppers' names are hidden`() async throws {
    let hub = try RunningHub()
    for (role, bytes) in [(Role.coordinator, 32), (.shopper, 0), (.viewer, 0)] {
      let invitation = Invitation(name: "Zoe", role: role)
      var request = WireEnrolRequest()
      request.code = try await hub.store.invite(invitation, by: nil).code
      request.replica = Data(repeating: UInt8(bytes) + UInt8(role.rawValue.utf8.count), count: 16)
      let answer = try hub.nobody.post(.enrol, request.encoded())
      #expect(try WireEnrolResponse(decoding: answer.body).pseudonymKey.count == bytes)
    }
  }
}
