// Run by Gradio inside the component #order, which gives it `element` and `trigger`: what the page's scripts order
// (a question to ask, a conversation to open) becomes an event that the server handles.
const pass = (event) => {
  if (element.isConnected) trigger(event.detail.kind, event.detail.order);
  else document.removeEventListener("assistant-order", pass);
};
document.addEventListener("assistant-order", pass);
document.body.dataset.takesOrders = "yes";
document.dispatchEvent(new Event("assistant-takes-orders"));
