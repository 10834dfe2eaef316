using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace MedIO.SimpleItk;

/// <summary>
/// An object of SimpleITK, called by name since its assembly is known at run time only. Its native memory is given back by
/// <see cref="Dispose"/>; nothing may be called after that, for a call on what is gone ends the process.
/// </summary>
internal sealed class ItkObject : IDisposable
{
    private static readonly ConcurrentDictionary<(Type Type, string Name, int Count), MethodInfo?> Methods = new();

    private object? _instance;

    public ItkObject(object instance) => _instance = instance;

    /// <summary>The object itself, as an argument of a call.</summary>
    public object Instance => _instance ?? throw new ObjectDisposedException(nameof(ItkObject));

    /// <summary>Whether a method is there; versions differ.</summary>
    public bool Has(string method, int arguments = 0) => Method(Instance.GetType(), method, arguments) is not null;

    /// <summary>Calls a method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="arguments">Its arguments; objects of SimpleITK as <see cref="ItkObject"/>.</param>
    /// <exception cref="ItkException">It failed.</exception>
    public object? Call(string method, params object?[] arguments) => Invoke(Instance.GetType(), Instance, method, arguments);

    /// <summary>Calls a method that gives an object.</summary>
    /// <exception cref="ItkException">It failed.</exception>
    public ItkObject Get(string method, params object?[] arguments) =>
        new(Call(method, arguments) ?? throw new ItkException($"{method} gave nothing."));

    /// <summary>Calls a method that gives a vector of numbers.</summary>
    /// <exception cref="ItkException">It failed.</exception>
    public double[] Numbers(string method)
    {
        using ItkObject vector = Get(method);
        double[] numbers = vector.Items().Select(n => Convert.ToDouble(n, CultureInfo.InvariantCulture)).ToArray();

        // Some vectors are inside the object that gave them.
        GC.KeepAlive(this);
        return numbers;
    }

    /// <summary>Calls a method that gives a vector of texts.</summary>
    /// <exception cref="ItkException">It failed.</exception>
    public string[] Texts(string method, params object?[] arguments)
    {
        using ItkObject vector = Get(method, arguments);
        string[] texts = vector.Items().Select(t => NativeText.FromNative((string)t)).ToArray();
        GC.KeepAlive(this);
        return texts;
    }

    /// <summary>Calls a method that gives a whole number, of whatever size it is on this platform.</summary>
    /// <exception cref="ItkException">It failed.</exception>
    public int Number(string method) => Convert.ToInt32(Call(method), CultureInfo.InvariantCulture);

    /// <summary>What a vector holds.</summary>
    public IEnumerable<object> Items() => ((IEnumerable)Instance).Cast<object>();

    /// <summary>Calls a static method of a class.</summary>
    /// <exception cref="ItkException">It failed.</exception>
    public static object? CallStatic(Type type, string method, params object?[] arguments) => Invoke(type, null, method, arguments);

    /// <summary>Whether a class has a method.</summary>
    public static bool Has(Type type, string method, int arguments) => Method(type, method, arguments) is not null;

    public void Dispose()
    {
        (_instance as IDisposable)?.Dispose();
        _instance = null;
    }

    private static object? Invoke(Type type, object? instance, string name, object?[] arguments)
    {
        MethodInfo method = Method(type, name, arguments.Length) ?? throw new ItkException($"this SimpleITK has no {type.Name}.{name} with {arguments.Length} arguments.");
        ParameterInfo[] parameters = method.GetParameters();
        var values = new object?[arguments.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i] switch
            {
                ItkObject item => item.Instance,
                string text => NativeText.ToNative(text),
                IConvertible number when parameters[i].ParameterType.IsPrimitive => Convert.ChangeType(number, parameters[i].ParameterType, CultureInfo.InvariantCulture),
                var other => other,
            };
        }

        try
        {
            return method.Invoke(instance, values);
        }
        catch (TargetInvocationException e)
        {
            throw new ItkException((e.InnerException ?? e).Message, e.InnerException);
        }
        finally
        {
            // The wrappers hand out bare pointers of their arguments.
            GC.KeepAlive(arguments);
        }
    }

    private static MethodInfo? Method(Type type, string name, int count) => Methods.GetOrAdd((type, name, count), key =>
        key.Type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
            .FirstOrDefault(m => m.Name == key.Name && m.GetParameters().Length == key.Count && !m.IsGenericMethod));
}
