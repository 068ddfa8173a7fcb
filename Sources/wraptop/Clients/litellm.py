# For LiteLLM: `wraptop client litellm > wraptop_callback.py` prints the Python client and this as one file. It belongs
# beside config.yaml, which names it:
#
#     litellm_settings:
#       callbacks: wraptop_callback.handler
#
# In a program: litellm.callbacks = [wraptop_callback.handler]
from litellm.integrations.custom_logger import CustomLogger


class WraptopLogger(CustomLogger):
    """Sends what LiteLLM logs of each attempt on an upstream, without prompts, answers, and parameters."""

    LEFT_OUT = {"messages", "response", "model_parameters", "standard_built_in_tools_params", "guardrail_information"}
    METADATA_LEFT_OUT = {
        "requester_metadata", "spend_logs_metadata", "prompt_management_metadata", "vector_store_request_metadata",
        "mcp_tool_call_metadata", "requester_custom_headers",
    }

    def __init__(self, wraptop=None):
        super().__init__()
        self.wraptop = wraptop or Wraptop()

    def report(self, kwargs):
        logged = kwargs.get("standard_logging_object")
        if not logged:
            return
        payload = {key: value for key, value in logged.items() if key not in self.LEFT_OUT}
        metadata = payload.get("metadata") or {}
        payload["metadata"] = {key: value for key, value in metadata.items() if key not in self.METADATA_LEFT_OUT}
        information = dict(payload.get("error_information") or {})
        information.pop("traceback", None)
        payload["error_information"] = information
        self.wraptop.send_object(payload)

    def log_success_event(self, kwargs, response_obj, start_time, end_time):
        self.report(kwargs)

    def log_failure_event(self, kwargs, response_obj, start_time, end_time):
        self.report(kwargs)

    async def async_log_success_event(self, kwargs, response_obj, start_time, end_time):
        self.report(kwargs)

    async def async_log_failure_event(self, kwargs, response_obj, start_time, end_time):
        self.report(kwargs)


handler = WraptopLogger()
