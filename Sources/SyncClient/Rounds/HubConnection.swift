// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftProtobuf
package import SyncProtocol

/// Typed calls to one hub over a transport.
package struct HubConnection {
  private let transport: any Transport
  private let address: HubAddress
  private let token: String?
  private let deadline: ContinuousClock.Instant?

  /// A connection to a hub.
  ///
  /// - Parameters:
  ///   - transport: What carries the requests.
  ///   - address: The hub.
  ///   - token: The bearer token, where there is one: a secret, sent in a header only.
  ///   - deadline: When to give up, whatever is under way.
  package init(
    transport: any Transport,
    address: HubAddress,
    token: String?,
    deadline: ContinuousClock.Instant? = nil
  ) {
    self.transport = transport
    self.address = address
    self.token = token
    self.deadline = deadline
  }

  /// Sends one message and reads the answer.
  ///
  /// - Parameters:
  ///   - request: The message.
  ///   - endpoint: The route.
  ///   - waitSeconds: How long the hub was asked to wait for news.
  /// - Returns: The hub's answer.
  /// - Throws: ``SyncFailure``.
  func call<Response: Message>(
    _ request: some Message,
    at endpoint: Endpoint,
    waitSeconds: Int = 0
  ) throws(SyncFailure) -> Response {
    let body = try body(
      of: perform(self.request(request.encoded(), at: endpoint, waitSeconds: waitSeconds))
    )
    guard let answer = try? Response(serializedBytes: body) else {
      throw .damaged("The answer is not a message of this protocol.")
    }
    return answer
  }

  /// Asks for one page of a pull.
  func page(_ request: WirePullRequest) throws(SyncFailure) -> PulledPage {
    let body = try body(of: perform(self.request(request.encoded(), at: .pull)))
    do throws(WireProblem) {
      return try PulledPage(body: body)
    } catch {
      throw .damaged(error.description)
    }
  }

  /// Asks for all pages of a pull in one answer; nil where the hub has no such route.
  func stream(_ request: WirePullRequest) throws(SyncFailure) -> (any AnswerStream)? {
    var request = try self.request(request.encoded(), at: .stream)
    request.timeoutSeconds = try secondsLeft(atMost: 86_400)
    switch try streamed(request) {
    case .whole(let response) where response.status == Problem.notFound.status: return nil
    case .whole(let response): return WholeAnswer(try body(of: response))
    case .stream(let stream): return stream
    }
  }

  private func streamed(_ request: HTTPRequest) throws(SyncFailure) -> StreamedResponse {
    do throws(TransportError) {
      return try transport.stream(request)
    } catch {
      throw SyncFailure(error)
    }
  }

  private func body(of response: HTTPResponse) throws(SyncFailure) -> [UInt8] {
    guard response.status == 200 else { throw failure(response) }
    return response.body
  }

  /// One message as it travels: long ones compressed.
  ///
  /// - Parameters:
  ///   - body: The message.
  ///   - endpoint: The route.
  ///   - waitSeconds: How long the hub is asked to wait for news.
  /// - Returns: The request, for any transport.
  /// - Throws: ``SyncFailure`` where the time given is over.
  package func request(
    _ body: [UInt8],
    at endpoint: Endpoint,
    waitSeconds: Int = 0
  ) throws(SyncFailure) -> HTTPRequest {
    let isLong = body.count > 1_024
    var headers = [
      (name: "Content-Type", value: SyncLimits.mediaType),
      (name: "Accept", value: SyncLimits.mediaType),
    ]
    if isLong { headers.append((name: "Content-Encoding", value: "gzip")) }
    if let token { headers.append((name: "Authorization", value: "Bearer " + token)) }
    return HTTPRequest(
      method: "POST",
      url: address.endpoint(endpoint.rawValue),
      headers: headers,
      body: isLong ? Gzip.compress(body) : body,
      timeoutSeconds: try secondsLeft(atMost: 120) + waitSeconds,
      silenceSecondsMaximum: 30 + waitSeconds,
      responseBytesMaximum: SyncLimits.answerBytesMaximum
    )
  }

  private func perform(_ request: HTTPRequest) throws(SyncFailure) -> HTTPResponse {
    do throws(TransportError) {
      return try transport.perform(request)
    } catch {
      throw SyncFailure(error)
    }
  }

  private func secondsLeft(atMost maximum: Int) throws(SyncFailure) -> Int {
    guard let deadline else { return maximum }
    let left = Int(ContinuousClock.now.duration(to: deadline).components.seconds)
    guard left > 0 else { throw .unreachable("The time given for this sync is over.") }
    return min(maximum, left)
  }

  private func failure(_ response: HTTPResponse) -> SyncFailure {
    let problem = try? JSONDecoder().decode(ProblemBody.self, from: Data(response.body))
    let detail = [problem?.detail ?? problem?.title, problem?.hint].compactMap(\.self)
      .joined(separator: " ")
    return SyncFailure(
      status: response.status,
      code: problem?.code ?? "",
      detail: detail.isEmpty ? "It answered with status \(response.status)." : detail,
      retryAfterSeconds: response.headers["retry-after"].flatMap { Int($0) }
    )
  }
}

/// What is read of `application/problem+json` (RFC 9457).
private struct ProblemBody: Decodable {
  let code: String?
  let title: String?
  let detail: String?
  let hint: String?
}

extension SyncFailure {
  /// What the transport's error means for a round.
  init(_ error: TransportError) {
    switch error {
    case .unreachable, .timedOut, .cut, .cancelled:
      self = .unreachable(error.description)
    default:
      self = .unreachable(error.description + " " + error.hint)
    }
  }
}
