# For ContextLab/orchestrator: `wraptop client orchestrator > wraptop_monitoring.py` prints the Python client and this
# as one file. Use it wherever a WrapperMonitoring is expected:
#
#     monitoring = WraptopMonitoring(WrapperMonitoring())


class WraptopMonitoring:
    """Reports operations to wraptop and to the WrapperMonitoring that it is given, which answers everything else, such
    as `get_wrapper_health`. Without one, it only reports."""

    def __init__(self, monitoring=None, wraptop=None):
        self._monitoring, self._wraptop = monitoring, wraptop or Wraptop()

    def __getattr__(self, name):
        # Only what is not defined below gets here.
        if self.__dict__.get("_monitoring") is None:
            raise AttributeError(f"{name}: wraptop shows this; give WraptopMonitoring a WrapperMonitoring to ask that")
        return getattr(self._monitoring, name)

    def start_operation(self, operation_id, wrapper_name=None, operation_type="default"):
        if wrapper_name is None:  # Some versions make the id themselves: start_operation(wrapper_name).
            operation_id, wrapper_name = uuid.uuid4().hex, operation_id
        self._report("start", operation_id, wrapper_name=wrapper_name, operation_type=operation_type)
        return self._pass_on("start_operation", operation_id, wrapper_name, operation_type) or operation_id

    def record_success(self, operation_id, result=None, custom_metrics=None):
        figures = {key: figure(result, key) for key in ("cost_estimate", "quality_score", "execution_time_ms")}
        self._report("success", operation_id, result=figures, custom_metrics=custom_metrics)
        self._pass_on("record_success", operation_id, result, custom_metrics)

    def record_error(self, operation_id, error_message, error_code=None, custom_metrics=None):
        self._report("error", operation_id, error_message=str(error_message), error_code=text(error_code),
                     custom_metrics=custom_metrics)
        self._pass_on("record_error", operation_id, error_message, error_code, custom_metrics)

    def record_fatal_error(self, operation_id, error_message, custom_metrics=None):
        self._report("fatal_error", operation_id, error_message=str(error_message), custom_metrics=custom_metrics)
        self._pass_on("record_fatal_error", operation_id, error_message, custom_metrics)

    def record_fallback(self, operation_id, fallback_reason, custom_metrics=None):
        self._report("fallback", operation_id, fallback_reason=str(fallback_reason), custom_metrics=custom_metrics)
        self._pass_on("record_fallback", operation_id, fallback_reason, custom_metrics)

    def end_operation(self, operation_id):
        self._report("end", operation_id)
        self._pass_on("end_operation", operation_id)

    def _report(self, event, operation_id, **fields):
        self._wraptop.send(event=event, operation_id=str(operation_id), **fields)

    def _pass_on(self, name, *arguments):
        # Not every version has every method.
        method = getattr(self._monitoring, name, None)
        return method(*arguments) if method else None


def figure(result, key):
    """A number of a result, which is a dictionary or an object with attributes; None if it has none."""
    value = result.get(key) if isinstance(result, dict) else getattr(result, key, None)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def text(value):
    return None if value is None else str(value)
