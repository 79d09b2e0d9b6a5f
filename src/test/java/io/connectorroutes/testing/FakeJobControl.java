package io.connectorroutes.testing;

import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobControl;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Notes the limits of jobs, and does nothing else. */
record FakeJobControl(Map<String, FailureLimit> limits) implements JobControl {
  @Override
  public void limitFailures(Job job, FailureLimit limit) {
    limits.put(job.name(), limit);
  }

  @Override
  public boolean pause(Job job, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean resume(Job job) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long cancel(Job job) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long deletes(Job job) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long deliveredSince(Job job, Instant time) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> names(int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean step() {
    throw new UnsupportedOperationException();
  }
}
