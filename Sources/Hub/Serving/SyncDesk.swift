// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import HubStore
import NIOCore
import ServiceLifecycle
import SyncProtocol

/// Answers the messages of the protocol from a store.
struct SyncDesk: Sendable {
  let store: any HubStore
  let signal: CommitSignal
  let meters: Meters
  let now: @Sendable () -> Int64

  /// Whether the hub can serve: it can when its store can be read.
  func health() async throws -> Answer {
    _ = try await store.session(token: "")
    return Answer(type: "application/json", body: Array(#"{"status":"ok"}"#.utf8))
  }

  func enrol(_ body: [UInt8]) async throws -> Answer {
    let request = try WireEnrolRequest(decoding: body)
    let enrolment = try await store.enrol(
      code: request.code,
      replica: try replica(request.replica),
      device: request.device
    )
    let session = enrolment.session
    var response = WireEnrolResponse()
    response.token = enrolment.token
    response.card = WireReplicaCard(
      ReplicaCard(replica: session.replica, device: request.device, person: session.person)
    )
    if session.person.role == .coordinator {
      response.pseudonymKey = Data(store.identity.pseudonymKey)
    }
    return Answer(message: response.encoded())
  }

  func hello(_ body: [UInt8], _ session: Session) async throws -> Answer {
    let request = try WireHelloRequest(decoding: body)
    guard request.versions.contains(SyncLimits.version) else {
      throw ProblemReport(.version, "The hub speaks version \(SyncLimits.version).")
    }
    let greeting = Greeting(
      replica: try replica(request.replica),
      device: request.device,
      last: request.last
    )
    let end = try await store.greet(greeting, by: session)
    var response = WireHelloResponse()
    response.version = SyncLimits.version
    response.epoch = Data(store.identity.epoch)
    response.counter = end.counter
    response.head = Data(end.counter == 0 ? [] : end.head.bytes)
    response.changesMaximum = UInt32(SyncLimits.changesMaximum)
    response.bytesMaximum = UInt32(SyncLimits.bytesMaximum)
    response.time = now()
    return Answer(message: response.encoded())
  }

  func push(_ body: [UInt8], _ session: Session) async throws -> Answer {
    let request = try WirePushRequest(decoding: body)
    guard !request.changes.isEmpty else {
      throw ProblemReport(.malformed, "The batch is empty.")
    }
    guard request.changes.count <= SyncLimits.changesMaximum,
      request.changes.allSatisfy({ $0.count <= SyncLimits.changeBytesMaximum })
    else {
      throw ProblemReport(
        .batchTooLarge,
        "The hub takes \(SyncLimits.changesMaximum) changes in one batch, each of at most "
          + "\(SyncLimits.changeBytesMaximum) bytes."
      )
    }
    let batch = Batch(
      epoch: Array(request.epoch),
      replica: try replica(request.replica),
      changes: request.changes.map(Array.init)
    )
    let outcome = try await store.push(batch, by: session)
    if outcome.newChanges > 0 {
      signal.announce()
    }
    meters.count(changes: outcome.newChanges, refused: outcome.rejections.count)
    var response = WirePushResponse()
    response.counter = outcome.end.counter
    response.head = Data(outcome.end.head.bytes)
    response.receipt = Data(Receipt.sign(outcome.end, of: session, by: store.identity))
    response.rejections = outcome.rejections.map { rejection in
      var wire = WireRejection()
      wire.counter = rejection.counter
      wire.code = rejection.code
      wire.detail = rejection.detail
      return wire
    }
    return Answer(message: response.encoded())
  }

  func pull(
    _ body: [UInt8],
    _ session: Session,
    _ eventLoop: any EventLoop
  ) async throws -> Answer {
    let request = try WirePullRequest(decoding: body)
    let cursor = Array(request.cursor)
    let recordsMaximum =
      request.recordsMaximum == 0
      ? SyncLimits.recordsMaximum : Int(request.recordsMaximum)
    func page() async throws -> PullOutcome {
      try await store.pull(since: cursor, recordsMaximum: recordsMaximum, by: session)
    }
    let seconds = min(request.waitSeconds, SyncLimits.waitSecondsMaximum)
    let outcome =
      seconds == 0
      ? try await page() : try await waiting(seconds: seconds, on: eventLoop, for: page)
    meters.count(records: outcome.records.count)
    var response = WirePullResponse()
    response.records = outcome.records.map { Data($0) }
    response.past = outcome.past.map { Data($0) }
    response.gone = outcome.gone.map { Data($0.bytes) }
    response.cards = outcome.cards.map(WireReplicaCard.init)
    response.cursor = Data(outcome.cursor)
    response.more = outcome.more
    response.restarted = outcome.restarted
    return Answer(message: response.encoded())
  }

  func invite(_ body: [UInt8], _ session: Session) async throws -> Answer {
    let request = try WireInviteRequest(decoding: body)
    guard let role = Role(rawValue: request.role) else {
      throw ProblemReport(.invalid, "The roles are coordinator, shopper and viewer.")
    }
    let invitation = Invitation(
      name: request.name,
      role: role,
      program: request.program.isEmpty ? nil : request.program,
      pseudonym: request.pseudonym.isEmpty ? nil : request.pseudonym
    )
    let issued = try await store.invite(invitation, by: session)
    var response = WireInviteResponse()
    response.code = issued.code
    response.expiresAt = issued.expiresAt
    response.pseudonym = issued.pseudonym
    return Answer(message: response.encoded())
  }

  /// Asks for a page again whenever something was committed, until it holds something, the time is
  /// over or the hub stops.
  private func waiting(
    seconds: UInt32,
    on eventLoop: any EventLoop,
    for page: () async throws -> PullOutcome
  ) async throws -> PullOutcome {
    let listener = signal.listen()
    defer { listener.stop() }
    let alarm = eventLoop.scheduleTask(in: .seconds(Int64(seconds))) { listener.stop() }
    defer { alarm.cancel() }
    return try await withGracefulShutdownHandler {
      var outcome = try await page()
      var news = listener.news.makeAsyncIterator()
      while outcome.isEmpty, await news.next() != nil {
        outcome = try await page()
      }
      return outcome
    } onGracefulShutdown: {
      listener.stop()
    }
  }

  private func replica(_ bytes: Data) throws -> ReplicaID {
    guard let replica = ReplicaID(bytes: bytes) else {
      throw ProblemReport(.malformed, "The store's name is not 16 bytes.")
    }
    return replica
  }
}
