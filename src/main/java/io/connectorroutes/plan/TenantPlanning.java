package io.connectorroutes.plan;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.delivery.DeliveryPlanner;
import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.OrderPreview;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.TenantPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes the valid rows of one tenant through the planner of delivery, as if each were applied
 * before the next one: the order that the ledger keeps has the same effect. For one thread.
 */
public final class TenantPlanning {
  /** Names are resolved by a list for so long. */
  private static final long SECONDS_OF_LIST = 300;

  private record Name(ObjectKind kind, String name) {}

  private record Pending(ValidRow.Held row, String otherwise) {}

  private final GraphTenant tenant;
  private final SimulatedTenant simulated;
  private final boolean isOffline;
  private final DeliveryPlanner planner;
  private final OrderPreview<RowPlace> order = new OrderPreview<>();

  /** Rows that go behind the one that gives the name. */
  private final Map<Name, List<Pending>> pending = new LinkedHashMap<>();

  /** Names of these are resolved. */
  private final Set<ObjectKind> resolved = EnumSet.noneOf(ObjectKind.class);

  private long requests;

  TenantPlanning(
      GraphTenant tenant, SimulatedTenant simulated, boolean isOffline, DeliveryPlanner planner) {
    this.tenant = tenant;
    this.simulated = simulated;
    this.isOffline = isOffline;
    this.planner = planner;
  }

  /** What its tenant is called. */
  String name() {
    return tenant.name();
  }

  /** How many requests delivery would send for the rows so far. */
  long requests(RequestBudget budget) {
    long lists = PlanTotals.seconds(requests, budget) / SECONDS_OF_LIST;
    return requests + lists * simulated.pages(resolved);
  }

  /**
   * Takes a row that is valid.
   *
   * @param out takes it, and those that were waiting for the name that it gives
   */
  void take(ValidRow row, Consumer<PlannedRow> out) {
    Step step = new Step(row);
    PlannedRow planned = step.planned();
    if (planned == null) {
      return;
    }
    out.accept(planned);
    if (step.isApplied) {
      ObjectKind kind = row.change().operation().kind();
      row.change()
          .givenName()
          .map(name -> pending.remove(new Name(kind, name)))
          .ifPresent(rows -> rows.forEach(one -> take(one.row.row(), out)));
    }
  }

  /** No row follows: what nobody has given a name to cannot work. */
  void end(Consumer<PlannedRow> out) {
    List<Pending> left = pending.values().stream().flatMap(List::stream).toList();
    pending.clear();
    for (Pending one : left) {
      out.accept(new Step(one.row.row()).cannotWork(one.otherwise));
    }
  }

  /** What one row does. */
  private final class Step {
    private final RowPlace at;
    private final ValidRow row;
    private final ConnectorChange change;
    private final Operation operation;
    private final List<String> notes = new ArrayList<>();
    private boolean isApplied;
    private RowPlace waitsFor;

    /** What stands for the id of the object that it makes; null where it makes none. */
    private String madeId;

    Step(ValidRow row) {
      this.at = row.at();
      this.row = row;
      this.change = row.change();
      this.operation = change.operation();
      if (change.notBefore() != null && change.notBefore().isAfter(simulated.now())) {
        notes.add("not before " + change.notBefore());
      }
    }

    /** Null where it goes behind a later row. */
    PlannedRow planned() {
      Optional<ObjectReference> byName = change.reference().filter(ObjectReference::isByName);
      if (byName.isPresent()) {
        ObjectKind kind = byName.get().kind();
        resolved.add(kind);
        if (simulated.problem(kind) != null) {
          return cannotWork(
              "the name cannot be looked up, as the "
                  + kind.text()
                  + "s of the tenant cannot be listed: "
                  + simulated.problem(kind));
        }
        if (isOffline) {
          simulated.assume(kind, byName.get().name());
        }
      }
      DueChange due = due();
      TenantPlan<GraphCall> plan = planner.plan(List.of(due), simulated);
      while (plan.request() instanceof GraphCall.OfList list) {
        requests += simulated.list(list.kind());
        plan = planner.plan(List.of(due), simulated);
      }
      return plan.request() instanceof GraphCall.OfChange call
          ? sent(call)
          : decided(plan.decisions().get(0));
    }

    private DueChange due() {
      return new DueChange(
          0,
          0,
          change.tenant(),
          tenant.account(),
          MaskedChange.of(change),
          Phase.SEND,
          0,
          Duration.ZERO,
          0,
          null,
          null,
          null,
          0,
          simulated.now(),
          row.certificate(),
          0,
          null,
          Set.of());
    }

    private String thumbprint() {
      ClientCertificate certificate = row.certificate();
      return certificate == null ? null : certificate.thumbprint();
    }

    private PlannedRow decided(Decision decision) {
      if (decision instanceof Decision.NobodyNamed nobody) {
        String otherwise = nobody.otherwise().message();
        if (!OrderPreview.mayMove(change)) {
          return cannotWork(otherwise);
        }
        ObjectReference object = change.reference().orElseThrow();
        pending
            .computeIfAbsent(new Name(object.kind(), object.name()), name -> new ArrayList<>())
            .add(new Pending(row.held(), otherwise));
        return null;
      }
      Decision.Settle settle = (Decision.Settle) decision;
      if (settle.outcome() == Outcome.NO_OP) {
        notes.add(
            operation.isDelete()
                ? "nobody has that name: it is gone already"
                : "the connector has this certificate already");
        return noOp(null);
      }
      Action action =
          "ambiguousName".equals(settle.errorCode()) ? Action.FITS_TWICE : Action.CANNOT_WORK;
      return planned(action, null, settle.message(), List.of(), List.of());
    }

    private PlannedRow sent(GraphCall.OfChange call) {
      String objectId = call.objectId();
      Optional<Long> revision = order.supersededBy(change, objectId);
      if (revision.isPresent()) {
        notes.add(
            "superseded: revision %d is not above %d, which an earlier row has"
                .formatted(change.revision(), revision.get()));
        return noOp(null);
      }
      String missing = missing(call);
      PlannedRow.Request request = shown(call.request());
      if (missing != null && operation.isDelete()) {
        requests++;
        notes.add(missing + ": it is gone already, and the request is sent all the same");
        return noOp(request);
      }
      if (missing != null) {
        return cannotWork(missing + ": correct the id");
      }
      requests++;
      isApplied = true;
      return applied(objectId, request);
    }

    /** What the change refers to by its id and the tenant has not; null where there is nothing. */
    private String missing(GraphCall.OfChange call) {
      Target target = change.target();
      if (operation.kind() == ObjectKind.USER_FLOW_STEP
          && simulated.hasNoUserFlow(userFlowType(), target.userFlowId())) {
        return "the tenant has no " + userFlowType() + " user flow " + target.userFlowId();
      }
      String moved = operation.kind() == ObjectKind.CONNECTOR ? target.id() : null;
      if (moved != null && isMissing(ObjectKind.CONNECTOR, moved)) {
        return "the tenant has no connector with the id " + moved;
      }
      ObjectReference object = call.reference();
      return object != null && !object.isByName() && isMissing(object.kind(), object.id())
          ? "the tenant has no " + object.kind().text() + " with the id " + object.id()
          : null;
    }

    private boolean isMissing(ObjectKind kind, String id) {
      return simulated.isRead(kind) && simulated.object(kind, id).isEmpty();
    }

    private PlannedRow applied(String objectId, PlannedRow.Request request) {
      // What it waits for depends on what is known before it takes effect.
      enter();
      TenantObject before =
          objectId == null
              ? null
              : simulated.object(operation.referredKind(), objectId).orElse(null);
      PlannedRow planned =
          switch (operation.effect()) {
            case CREATE -> created(request);
            case UPSERT -> objectId == null ? created(request) : updated(before, request);
            case UPDATE, APPEND -> updated(before, request);
            case DELETE -> deleted(objectId, before, request);
            case LINK, UNLINK -> linked(objectId, before, request);
          };
      order.applied(change, madeId == null ? objectId : madeId);
      return planned;
    }

    private PlannedRow created(PlannedRow.Request request) {
      ObjectKind kind = operation.kind();
      String name = change.givenName().orElseThrow();
      if (!simulated.named(kind, name).isEmpty() && !isOffline) {
        notes.add(
            "the tenant has one of that name already, and gets another one: names fit twice then");
      }
      madeId = "ID-OF-ROW-" + at.row() + "-OF-" + at.file();
      TenantObject blank = TenantObject.named(madeId, name);
      simulated.create(kind, blank.after(change, thumbprint()));
      return planned(Action.CREATE, request, null, fields(null), List.of());
    }

    private PlannedRow updated(TenantObject before, PlannedRow.Request request) {
      List<FieldChange> fields = fields(before);
      if (before != null) {
        simulated.put(operation.kind(), before.after(change, thumbprint()));
      }
      if (before == null || !fields.isEmpty()) {
        return planned(Action.UPDATE, request, null, fields, List.of());
      }
      return unchanged(request);
    }

    private PlannedRow unchanged(PlannedRow.Request request) {
      notes.add("the tenant is so already, and the request is sent all the same");
      return planned(Action.NO_OP, request, null, List.of(), List.of());
    }

    private List<FieldChange> fields(TenantObject before) {
      ClientCertificate certificate = row.certificate();
      return MaskedChange.fields(
          change,
          before,
          certificate == null
              ? null
              : certificate.thumbprint() + " (until " + certificate.end() + ")");
    }

    private PlannedRow deleted(String objectId, TenantObject before, PlannedRow.Request request) {
      List<String> usedBy = List.of();
      if (operation.kind() == ObjectKind.API_CONNECTOR) {
        usedBy = simulated.usersOf(objectId);
        if (simulated.userFlowProblem() != null) {
          notes.add(
              "whether user flows still call it is not known: " + simulated.userFlowProblem());
        }
      }
      if (before != null) {
        simulated.remove(operation.kind(), before);
      }
      return planned(Action.DELETE, request, null, List.of(), usedBy);
    }

    private PlannedRow linked(String objectId, TenantObject object, PlannedRow.Request request) {
      String after = objectId == null ? null : label(objectId, object);
      if (operation.kind() != ObjectKind.USER_FLOW_STEP) {
        return planned(
            Action.UPDATE,
            request,
            null,
            List.of(new FieldChange("connectorGroup", null, after)),
            List.of());
      }
      Target target = change.target();
      String step = userFlowType() + "/" + target.userFlowId() + "/" + target.step();
      TenantObject was = simulated.linked(step);
      boolean isSame =
          simulated.isLookedAt()
              && (object == null ? was == null : was != null && sameId(was, object));
      simulated.link(step, objectId);
      return isSame
          ? unchanged(request)
          : planned(
              Action.UPDATE,
              request,
              null,
              List.of(
                  new FieldChange(
                      target.step(), was == null ? null : label(was.object().id(), was), after)),
              List.of());
    }

    private static boolean sameId(TenantObject one, TenantObject other) {
      return one.object().id().equalsIgnoreCase(other.object().id());
    }

    private static String label(String id, TenantObject object) {
      return object == null || object.object().name() == null ? id : object.object().name();
    }

    private String userFlowType() {
      return Optional.ofNullable(change.target().userFlowType()).orElse("b2x");
    }

    private PlannedRow noOp(PlannedRow.Request request) {
      return planned(Action.NO_OP, request, null, List.of(), List.of());
    }

    PlannedRow cannotWork(String problem) {
      return planned(Action.CANNOT_WORK, null, problem, List.of(), List.of());
    }

    /** Each recorded change has its place in the order, whatever becomes of it. */
    private void enter() {
      waitsFor = order.enter(change, simulated, at).orElse(null);
    }

    private PlannedRow planned(
        Action action,
        PlannedRow.Request request,
        String problem,
        List<FieldChange> fields,
        List<String> usedBy) {
      if (!isApplied) {
        enter();
      }
      return new PlannedRow(
          at,
          change.changeId(),
          operation.wireName(),
          tenant.name(),
          row.target(),
          action,
          request,
          problem,
          fields,
          waitsFor,
          usedBy,
          List.copyOf(notes));
    }

    private static PlannedRow.Request shown(GraphRequest request) {
      return new PlannedRow.Request(request.method(), request.path(), request.body());
    }
  }
}
