from django.urls import path

from atrium.calendar.views import agenda, tasks

urlpatterns = [
    path("tasks/", agenda.agenda, name="tasks"),
    path("clients/<int:number>/tasks/new/", tasks.add, name="task-new"),
    path("clients/<int:number>/tasks/<uuid:key>/", tasks.task, name="task"),
    path("clients/<int:number>/tasks/<uuid:key>/done/", tasks.done, name="task-done"),
]
